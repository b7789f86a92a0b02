// Versions, said once. The compiler is the one that `cargo xtask test --only kotlin` compiles with.
plugins {
    kotlin("jvm") version "2.4.20" apply false
    id("org.jetbrains.kotlin.android") version "2.4.20" apply false
    id("com.android.library") version "8.13.2" apply false
}

extra["jna"] = "5.18.1"

subprojects {
    group = "vestibule"
    version = "0.1.0"
}
