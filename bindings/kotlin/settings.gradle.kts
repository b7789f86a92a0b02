pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = "vestibule"

include("jvm")

// The AAR needs the Android SDK, and the libraries of `cargo xtask kotlin --android`.
if (System.getenv("ANDROID_HOME") != null || file("local.properties").exists()) include("android")
