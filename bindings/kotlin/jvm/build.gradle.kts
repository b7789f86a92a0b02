import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    kotlin("jvm")
    `java-library`
    `maven-publish`
}

val repository = rootDir.resolve("../..")

// The shared library of this machine, stripped, where JNA looks for it in a jar; and the licences.
val sharedLibrary by tasks.registering(Exec::class) {
    workingDir = repository
    commandLine("cargo", "xtask", "kotlin")
}

sourceSets {
    main { resources.srcDir(repository.resolve("target/kotlin/resources")) }
}

kotlin {
    compilerOptions {
        jvmTarget = JvmTarget.JVM_1_8
        allWarningsAsErrors = true
    }
    sourceSets.main { kotlin.srcDir("../src/main/kotlin") }
    sourceSets.test { kotlin.srcDir("../src/test/kotlin") }
}

java {
    sourceCompatibility = JavaVersion.VERSION_1_8
    targetCompatibility = JavaVersion.VERSION_1_8
    withSourcesJar()
}

dependencies {
    implementation("net.java.dev.jna:jna:${rootProject.extra["jna"]}")
    testImplementation(kotlin("test-junit5"))
    testImplementation("org.junit.jupiter:junit-jupiter:5.13.4")
    testImplementation("com.google.code.gson:gson:2.13.2")
    testRuntimeOnly("org.junit.platform:junit-platform-launcher:1.13.4")
}

tasks.processResources { dependsOn(sharedLibrary) }
tasks.named("sourcesJar") { dependsOn(sharedLibrary) }

tasks.test {
    useJUnitPlatform()
    // A heap that is there from the start, so that what grows is not the heap.
    jvmArgs("-Xms128m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1", "-ea")
}

publishing {
    publications.create<MavenPublication>("jar") {
        artifactId = "vestibule"
        from(components["java"])
        pom {
            name = "Vestibule"
            description = "Rules for the front door of apartment buildings"
            licenses {
                license { name = "MIT" }
                license { name = "Apache-2.0" }
            }
        }
    }
}
