import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    id("com.android.library")
    id("org.jetbrains.kotlin.android")
    `maven-publish`
}

android {
    namespace = "vestibule"
    compileSdk = 36

    defaultConfig {
        // The oldest Android that has java.time.
        minSdk = 26
        consumerProguardFiles("consumer-rules.pro")
    }

    // The libraries are in src/main/jniLibs, a folder for each kind of phone: `cargo xtask kotlin --android` puts them
    // there, stripped.
    sourceSets.getByName("main") { kotlin.srcDir("../src/main/kotlin") }
    packaging { jniLibs.keepDebugSymbols += "**/libvestibule_bindings.so" }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }

    publishing { singleVariant("release") { withSourcesJar() } }
}

kotlin {
    compilerOptions {
        jvmTarget = JvmTarget.JVM_1_8
        allWarningsAsErrors = true
    }
}

dependencies {
    // As an AAR: with its own libraries for every kind of phone, aligned for pages of 16 KB.
    implementation("net.java.dev.jna:jna:${rootProject.extra["jna"]}@aar")
}

publishing {
    publications.register<MavenPublication>("release") {
        artifactId = "vestibule-android"
        afterEvaluate { from(components["release"]) }
        pom {
            name = "Vestibule for Android"
            description = "Rules for the front door of apartment buildings"
            licenses {
                license { name = "MIT" }
                license { name = "Apache-2.0" }
            }
        }
    }
}
