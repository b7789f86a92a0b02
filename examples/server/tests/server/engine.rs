//! The engines: a file of SQLite, and a PostgreSQL of our own that ends with this process, however it ends.

use std::io::Write as _;
use std::net::TcpListener;
use std::path::PathBuf;
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

fn programs() -> Option<PathBuf> {
    std::env::var_os("VESTIBULE_POSTGRES").map(PathBuf::from)
}

/// Who owns the databases.
const USER: &str = "vestibule";

/// A PostgreSQL of our own.
pub(crate) struct Cluster {
    port: u16,
    // Its input is a pipe from this process: when that closes, the shell stops the server and removes its folder.
    shell: Child,
}

const SCRIPT: &str = r#"
    start() {
        "$BIN/postgres" -D "$DIR/data" -k "$DIR" -p "$PORT" -c listen_addresses=127.0.0.1 -c fsync=off \
            -c max_connections=100 >>"$DIR/log" 2>&1 &
        server=$!
    }
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
    rm -rf "$DIR"
"#;

impl Cluster {
    fn shared() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(Self::start)
    }

    /// Starts one.
    pub(crate) fn start() -> Self {
        let bin = programs().expect("VESTIBULE_POSTGRES names a folder");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::Builder::new().prefix("vestibule-postgres").tempdir().unwrap().keep();
        let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
        let mut shell = if is_root {
            // PostgreSQL refuses to run as root; Debian's package brings a user of its own.
            assert!(Command::new("chown").arg("postgres").arg(&folder).status().unwrap().success());
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh", "-c", SCRIPT]);
            command
        } else {
            let mut command = Command::new("sh");
            command.args(["-c", SCRIPT]);
            command
        };
        shell.env("BIN", &bin).env("DIR", &folder).env("PORT", port.to_string()).current_dir("/");
        let shell = shell.stdin(Stdio::piped()).spawn().expect("a shell");
        let cluster = Self { port, shell };
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

    /// The address of a new, empty database.
    pub(crate) fn new_database(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("building{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let create = format!("CREATE DATABASE {name}");
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
