//! The engines: a file of SQLite, and a PostgreSQL of our own that ends with this process, however it ends.

use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Where a server keeps its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// The engines that can be tested here.
    pub(crate) fn all() -> Vec<Self> {
        let postgres = programs().map(|_| Self::Postgres);
        [Self::Sqlite].into_iter().chain(postgres).collect()
    }

    /// The address of a new, empty database; none where the server makes its own.
    pub(crate) fn new_database(self) -> Option<String> {
        (self == Self::Postgres).then(|| Cluster::shared().new_database())
    }
}

/// Whether there is a PostgreSQL to test with.
pub(crate) fn postgres_is_here() -> bool {
    programs().is_some()
}

/// Gives back what is taken of a small disk, as a process sees it.
pub(crate) fn make_room(process: u32, disk: &Path) {
    let root = Path::new("/proc").join(process.to_string()).join("root");
    std::fs::remove_file(root.join(disk.strip_prefix("/").unwrap()).join("taken")).unwrap();
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n")
}

fn programs() -> Option<PathBuf> {
    std::env::var_os("VESTIBULE_POSTGRES").map(PathBuf::from)
}

/// Who owns the databases.
const USER: &str = "vestibule";

/// A PostgreSQL of our own.
pub(crate) struct Cluster {
    port: u16,
    folder: PathBuf,
    // Its input is a pipe from this process: when that closes, the shell stops the server and removes its folder.
    shell: Child,
}

const SCRIPT: &str = r#"
    start() {
        "$BIN/postgres" -D "$DIR/data" -k "$DIR" -p "$PORT" -c listen_addresses=127.0.0.1 -c fsync=off \
            -c max_connections=100 >>"$DIR/log" 2>&1 &
        server=$!
    }
    if [ -d "$DIR/small" ]; then mkdir "$DIR/small/tables" || exit 1; fi
    "$BIN/initdb" -D "$DIR/data" --no-sync -A trust -U vestibule -E UTF8 --locale=C.UTF-8 >/dev/null || exit 1
    start
    while read -r order; do
        case $order in
            stop) kill -INT $server; wait $server ;;
            start) start ;;
        esac
    done
    kill -QUIT $server
    wait $server
    [ -d "$DIR/small" ] || rm -rf "$DIR"
"#;

/// Runs the rest where a disk of 20 MB is mounted besides, of which 6 MB are taken, in a mount namespace that ends with it.
const WITH_SMALL_DISK: &str = r#"
    mkdir "$DIR/small" && mount -t tmpfs -o size=20m,mode=777 tmpfs "$DIR/small" &&
        head -c 6m /dev/zero >"$DIR/small/taken" && "$@"
    umount "$DIR/small"
    rm -rf "$DIR"
"#;

impl Cluster {
    fn shared() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(Self::start)
    }

    /// Starts one.
    pub(crate) fn start() -> Self {
        Self::start_with(&mut Command::new("env"))
    }

    /// Starts one that has a small disk besides; none where nobody may mount one. (PostgreSQL does not run as root, whom a
    /// user without rights would have to be for that.)
    pub(crate) fn start_with_small_disk() -> Option<Self> {
        let unshare =
            || Command::new("unshare").args(["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).output();
        if !is_root() || !unshare().is_ok_and(|output| output.status.success()) {
            return None;
        }
        Some(Self::start_with(Command::new("unshare").args(["--mount", "sh", "-c", WITH_SMALL_DISK, "sh"])))
    }

    /// Starts one by way of a command that runs the command behind it.
    fn start_with(command: &mut Command) -> Self {
        let bin = programs().expect("VESTIBULE_POSTGRES names a folder");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::Builder::new().prefix("vestibule-postgres").tempdir().unwrap().keep();
        if is_root() {
            // PostgreSQL refuses to run as root; Debian's package brings a user of its own.
            assert!(Command::new("chown").arg("postgres").arg(&folder).status().unwrap().success());
            command.args(["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]);
        }
        let shell = command.args(["sh", "-c", SCRIPT]);
        shell.env("BIN", &bin).env("DIR", &folder).env("PORT", port.to_string()).current_dir("/");
        let shell = shell.stdin(Stdio::piped()).spawn().expect("a shell");
        let cluster = Self { port, folder, shell };
        cluster.wait_until(true);
        cluster
    }

    fn wait_until(&self, answers: bool) {
        let begun = Instant::now();
        while self.psql("SELECT 1") != answers {
            assert!(begun.elapsed() < Duration::from_secs(120), "PostgreSQL does not start or end");
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    fn order(&mut self, order: &str) {
        writeln!(self.shell.stdin.as_mut().unwrap(), "{order}").unwrap();
    }

    /// Stops it; its connections end.
    pub(crate) fn stop(&mut self) {
        self.order("stop");
        self.wait_until(false);
    }

    /// Starts it again, as it was.
    pub(crate) fn start_again(&mut self) {
        self.order("start");
        self.wait_until(true);
    }

    /// Gives back what is taken of the small disk, as the server sees it.
    pub(crate) fn make_room(&self) {
        make_room(self.shell.id(), &self.folder.join("small"));
    }

    /// The address of a new, empty database.
    pub(crate) fn new_database(&self) -> String {
        self.new_database_in("pg_default")
    }

    /// The address of a new, empty database on the small disk.
    pub(crate) fn new_database_on_small_disk(&self) -> String {
        let tables = self.folder.join("small/tables");
        assert!(self.psql(&format!("CREATE TABLESPACE small LOCATION '{}'", tables.display())));
        self.new_database_in("small")
    }

    fn new_database_in(&self, tablespace: &str) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("building{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let create = format!("CREATE DATABASE {name} TABLESPACE {tablespace}");
        assert!(self.psql(&create), "the database {name} cannot be made");
        format!("postgres://{USER}@127.0.0.1:{}/{name}", self.port)
    }

    fn psql(&self, sql: &str) -> bool {
        let psql = programs().expect("VESTIBULE_POSTGRES names a folder").join("psql");
        let port = self.port.to_string();
        let mut command = Command::new(psql);
        command.args(["-h", "127.0.0.1", "-p", &port, "-U", USER, "-d", "postgres", "-c", sql]);
        command.current_dir("/").stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
    }
}
