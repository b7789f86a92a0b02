//! The command `vestibule-server`.

use clap::Parser;
use std::io::Write;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;
use vestibule_server::App;
use vestibule_server::backup::{self, Copied};
use vestibule_server::clock::Clock;
use vestibule_server::config::{Cli, Command, Config, LogFormat};
use vestibule_server::connections;
use vestibule_server::serve::{StartError, asked_to_end};

/// A change makes a copy of its building, of tens of thousands of small texts: mimalloc takes far less time for those than
/// the system's allocator, and gives none back to be asked for again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match Config::new(cli.options, cli.config.as_deref()) {
        Ok(config) => run(config, cli.command.unwrap_or(Command::Serve)),
        Err(error) => fail(&error),
    }
}

#[tokio::main]
async fn run(config: Config, command: Command) -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=error"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => logs.init(),
        LogFormat::Json => logs.json().init(),
    }
    let done = match &command {
        Command::Backup { file } => backup::make(&config, file, Clock::System.now()).await,
        Command::Restore { file } => backup::restore(&config, file, Clock::System.now()).await,
        Command::Serve | Command::Demo { .. } => {
            return serve(config, command).await.map_or_else(|error| fail(&error), |()| ExitCode::SUCCESS);
        }
    };
    match done {
        Ok(Copied { buildings, rows, given_up }) => {
            say(&format!("Done: {buildings} buildings, {rows} rows"));
            if matches!(command, Command::Restore { .. }) {
                say("Not restored: sessions, one-time links, links of calendars; people make new ones");
                say("As they were: accounts and keys of consoles; take back anew what was taken back since");
                say(&format!(
                    "Invitations that may have been sent, to be looked at: {given_up} (deliveries?state=failed)"
                ));
            }
            ExitCode::SUCCESS
        }
        Err(error) => fail(&error),
    }
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "error: {error}");
    ExitCode::FAILURE
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

async fn serve(config: Config, command: Command) -> Result<(), StartError> {
    let app = App::open(config, Clock::System).await?;
    let listener = connections::listen(app.config.listen)?;
    if let Command::Demo { import, document } = command {
        vestibule_server::demo::seed(&app, &import, document.as_deref())
            .await?
            .0
            .iter()
            .for_each(|line| say(line));
    }
    if let Some(link) = app.first_link().await? {
        say(&format!("Choose the owner's password: {link}"));
    }
    if let Some(address) = app.config.metrics {
        let listener = TcpListener::bind(address).await?;
        say(&format!("Metrics at http://{}/metrics", listener.local_addr()?));
        tokio::spawn(app.clone().serve_metrics(listener));
    }
    say(&format!("Listening on {}, docs at {}/docs", listener.local_addr()?, app.config.public_url));
    app.serve(listener, asked_to_end()).await
}
