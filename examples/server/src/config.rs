//! What the server is told: by flags, environment and file, in this order of precedence.

use crate::deliver::settings::{Given, Settings, SettingsError};
use crate::drop::Watched;
use clap::{Args, Parser, Subcommand};
use serde::Deserialize;
use std::net::SocketAddr;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "vestibule-server",
    version,
    about = "The system of record of apartment buildings: residents, guest parking, check-ins, consoles.",
    after_help = "Every option can also stand in a file of TOML, by its name: listen = \"0.0.0.0:8080\". \
                  A flag wins over the environment, the environment over the file."
)]
pub struct Cli {
    /// What to do; to serve when left out.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// A file with options
    #[arg(long, global = true, env = "VESTIBULE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The options themselves.
    #[command(flatten)]
    pub options: Options,
}

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Answer requests
    Serve,
    /// Keep everything in one new file, while servers may go on
    Backup {
        /// The file; it must not be there yet
        file: PathBuf,
    },
    /// Bring back a backup into a new data folder, or a new database of PostgreSQL
    Restore {
        /// The file of the backup
        file: PathBuf,
    },
    /// Answer requests about a building of a property-management export, with accounts to try
    Demo {
        /// The export, in CSV
        #[arg(long, value_name = "FILE", default_value = "examples/data/residents-yardi.csv")]
        import: PathBuf,
        /// A building's document instead, in JSON
        #[arg(long, value_name = "FILE", conflicts_with = "import")]
        document: Option<PathBuf>,
    },
}

/// The options, each of which has a default.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Options {
    /// Where to listen (127.0.0.1:8080 when left out)
    #[arg(long, global = true, env = "VESTIBULE_LISTEN", value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// Where people reach it; https:// makes cookies secure (where it listens, over HTTP when left out)
    #[arg(long, global = true, env = "VESTIBULE_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// The folder of the database and of the key that images are signed with (vestibule-data when left out)
    #[arg(long, global = true, env = "VESTIBULE_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// postgres://… instead of a file in the data folder
    #[arg(long, global = true, env = "VESTIBULE_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// Take the caller's address from the last entry of X-Forwarded-For, which a proxy in front writes
    #[arg(long, global = true, env = "VESTIBULE_BEHIND_PROXY", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL")]
    pub behind_proxy: Option<bool>,
    /// Connections to the database (8 when left out)
    #[arg(long, global = true, env = "VESTIBULE_CONNECTIONS", value_name = "N")]
    pub connections: Option<u32>,
    /// Connections of clients at once (as many as the system allows open files when left out)
    #[arg(long, global = true, env = "VESTIBULE_CLIENTS", value_name = "N")]
    pub clients: Option<usize>,
    /// Buildings kept open in memory (256 when left out)
    #[arg(long, global = true, env = "VESTIBULE_OPEN_BUILDINGS", value_name = "N")]
    pub open_buildings: Option<NonZeroUsize>,
    /// Seconds that a request may take, its body included, and that a connection may be without one (30 when left out)
    #[arg(long, global = true, env = "VESTIBULE_TIMEOUT", value_name = "SECONDS")]
    pub timeout: Option<u64>,
    /// A folder of pages to serve beside the API, as `cargo xtask portal` makes it
    #[arg(long, global = true, env = "VESTIBULE_PAGES", value_name = "FOLDER")]
    pub pages: Option<PathBuf>,
    /// Where to tell Prometheus, at /metrics, to whoever can reach it; nowhere when left out
    #[arg(long, global = true, env = "VESTIBULE_METRICS", value_name = "ADDRESS")]
    pub metrics: Option<SocketAddr>,
    /// The server that takes mail: smtps:// and its host, after user:password@ where it wants them; smtp:// without TLS
    #[arg(long, global = true, env = "VESTIBULE_SMTP", value_name = "URL", hide_env_values = true)]
    pub smtp: Option<String>,
    /// Who mail is from: "Maple Court <office@example.org>"
    #[arg(long, global = true, env = "VESTIBULE_MAIL_FROM", value_name = "MAILBOX")]
    pub mail_from: Option<String>,
    /// Where text messages are posted
    #[arg(long, global = true, env = "VESTIBULE_SMS_WEBHOOK", value_name = "URL", hide_env_values = true)]
    pub sms_webhook: Option<String>,
    /// Where changes of residents' door access are posted, in buildings with the SALTO integration
    #[arg(long, global = true, env = "VESTIBULE_ACCESS_WEBHOOK", value_name = "URL", hide_env_values = true)]
    pub access_webhook: Option<String>,
    /// What webhooks are signed with: whsec_ and 24 to 64 bytes in Base64
    #[arg(
        long,
        global = true,
        env = "VESTIBULE_WEBHOOK_SECRET",
        value_name = "SECRET",
        hide_env_values = true
    )]
    pub webhook_secret: Option<String>,
    /// Seconds that a receiver of mail or of a webhook has (15 when left out)
    #[arg(long, global = true, env = "VESTIBULE_DELIVERY_TIMEOUT", value_name = "SECONDS")]
    pub delivery_timeout: Option<u64>,
    /// A folder with a folder for each building, by its id, into which a property-management system drops its exports
    #[arg(long, global = true, env = "VESTIBULE_IMPORTS", value_name = "FOLDER")]
    pub imports: Option<PathBuf>,
    /// Seconds after which that folder is looked at again (60 when left out)
    #[arg(long, global = true, env = "VESTIBULE_IMPORTS_EVERY", value_name = "SECONDS")]
    pub imports_every: Option<NonZeroU64>,
    /// Logs as `text` or `json` (text when left out)
    #[arg(long, global = true, env = "VESTIBULE_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
}

/// How logs are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// The options with what was left out filled in.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where people reach it, without a slash at the end.
    pub public_url: String,
    /// The folder of everything that is kept here.
    pub data: PathBuf,
    /// The address of a PostgreSQL database.
    pub database: Option<String>,
    /// Whether a proxy in front says whose address it is.
    pub behind_proxy: bool,
    /// Connections to the database.
    pub connections: u32,
    /// Connections of clients at once.
    pub clients: Option<usize>,
    /// Buildings kept open.
    pub open_buildings: NonZeroUsize,
    /// Seconds that a request may take.
    pub timeout: u64,
    /// The folder of the pages that people open.
    pub pages: Option<PathBuf>,
    /// Where a monitoring system is told.
    pub metrics: Option<SocketAddr>,
    /// The folder of property-management exports.
    pub imports: Option<Watched>,
    /// Where mail and webhooks go.
    pub deliveries: Settings,
    /// How logs are written.
    pub log_format: LogFormat,
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is not there.
    #[error("the file of options cannot be read: {0}")]
    File(#[from] std::io::Error),
    /// It says something that is no option.
    #[error("the file of options is not in order: {0}")]
    Malformed(#[from] toml::de::Error),
    /// A database that the server does not speak.
    #[error(
        "--database must begin with postgres:// or postgresql://; leave it out for a file in the data folder"
    )]
    Database,
    /// A way for deliveries that is none.
    #[error("{0}")]
    Deliveries(#[from] SettingsError),
    /// A public address that is none.
    #[error("--public-url must begin with http:// or https://")]
    PublicUrl,
}

impl Config {
    /// Flags and environment, over the file.
    ///
    /// # Errors
    /// [`ConfigError`] with what to change.
    pub fn new(options: Options, file: Option<&Path>) -> Result<Self, ConfigError> {
        let file: Options = match file {
            Some(path) => toml::from_str(&std::fs::read_to_string(path)?)?,
            None => Options::default(),
        };
        let listen =
            options.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let public_url = options.public_url.or(file.public_url).unwrap_or_else(|| format!("http://{listen}"));
        let database = options.database.or(file.database);
        if database
            .as_ref()
            .is_some_and(|url| !["postgres://", "postgresql://"].iter().any(|s| url.starts_with(s)))
        {
            return Err(ConfigError::Database);
        }
        if !["http://", "https://"].iter().any(|scheme| public_url.starts_with(scheme)) {
            return Err(ConfigError::PublicUrl);
        }
        Ok(Self {
            listen,
            public_url: public_url.trim_end_matches('/').to_owned(),
            data: options.data.or(file.data).unwrap_or_else(|| "vestibule-data".into()),
            database,
            behind_proxy: options.behind_proxy.or(file.behind_proxy).unwrap_or(false),
            connections: options.connections.or(file.connections).unwrap_or(8),
            clients: options.clients.or(file.clients),
            open_buildings: options
                .open_buildings
                .or(file.open_buildings)
                .unwrap_or(const { NonZeroUsize::new(256).expect("256 is not zero") }),
            timeout: options.timeout.or(file.timeout).unwrap_or(30),
            pages: options.pages.or(file.pages),
            metrics: options.metrics.or(file.metrics),
            imports: options.imports.or(file.imports).map(|folder| Watched {
                folder,
                every: Duration::from_secs(
                    options.imports_every.or(file.imports_every).map_or(60, NonZeroU64::get),
                ),
            }),
            deliveries: Settings::new(Given {
                smtp: options.smtp.or(file.smtp),
                mail_from: options.mail_from.or(file.mail_from),
                sms_webhook: options.sms_webhook.or(file.sms_webhook),
                access_webhook: options.access_webhook.or(file.access_webhook),
                webhook_secret: options.webhook_secret.or(file.webhook_secret),
                timeout: options.delivery_timeout.or(file.delivery_timeout),
            })?,
            log_format: options.log_format.or(file.log_format).unwrap_or_default(),
        })
    }

    /// Whether people reach it over HTTPS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_wins_over_the_file_and_the_file_over_the_default() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("options.toml");
        std::fs::write(
            &file,
            "listen = \"0.0.0.0:9\"\nconnections = 3\npublic-url = \"https://example.org/\"\n",
        )
        .unwrap();
        let options = Options { connections: Some(5), ..Options::default() };
        let config = Config::new(options, Some(&file)).unwrap();
        assert_eq!((config.listen.to_string().as_str(), config.connections), ("0.0.0.0:9", 5));
        assert!(config.is_https() && config.public_url == "https://example.org" && config.timeout == 30);
    }

    #[test]
    fn what_is_no_option_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("options.toml");
        std::fs::write(&file, "lisen = \"0.0.0.0:9\"").unwrap();
        assert!(matches!(Config::new(Options::default(), Some(&file)), Err(ConfigError::Malformed(_))));
        let mysql = Options { database: Some("mysql://example.org".into()), ..Options::default() };
        assert!(matches!(Config::new(mysql, None), Err(ConfigError::Database)));
    }
}
