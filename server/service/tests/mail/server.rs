//! A real mail server: the program `server.py`, in an environment that has what it needs.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::LazyLock;

use key_service::settings::MailTls;
use serde_json::Value;

use crate::certificate::Certificate;
use crate::interpreter::interpreter;

/// Prepared once for all tests.
static PYTHON: LazyLock<PathBuf> = LazyLock::new(|| {
    let environment = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python-mail");
    interpreter(&environment, &folder().join("requirements.txt"))
});

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail")
}

pub(crate) struct MailServer {
    pub(crate) port: u16,
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl MailServer {
    /// Starts a server on a free port. With `login` it takes nothing from others than `key` with the password `geheim`.
    pub(crate) fn start(tls: MailTls, certificate: &Certificate, login: bool) -> Self {
        let name = match tls {
            MailTls::Implicit => "implicit",
            MailTls::StartTls => "starttls",
            MailTls::None => "none",
        };
        let mut command = Command::new(PYTHON.as_path());
        command.arg("-B").arg(folder().join("server.py")).arg(name);
        command.arg("--certificate").arg(&certificate.chain).arg("--key").arg(&certificate.key);
        if login {
            command.arg("--login");
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let port = next(&mut lines).expect("the mail server has not started").parse().unwrap();
        Self { port, child, lines }
    }

    /// The next message that it has taken.
    pub(crate) fn message(&mut self) -> Value {
        serde_json::from_str(&next(&mut self.lines).unwrap()).unwrap()
    }

    /// Ends it, and returns how many messages it has taken and nobody has asked for.
    pub(crate) fn end(mut self) -> usize {
        let _ = self.child.kill();
        std::iter::from_fn(|| next(&mut self.lines)).count()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn next(lines: &mut BufReader<ChildStdout>) -> Option<String> {
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    (!line.is_empty()).then(|| line.trim_end().to_owned())
}
