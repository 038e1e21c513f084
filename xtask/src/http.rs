//! The minimum of HTTP to check whether a page exists.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::result::Result;

const PATIENCE: Duration = Duration::from_secs(10);

/// The status code of the response to `GET address`.
///
/// # Errors
/// When the address is not plain `http://host:port/...`, nobody listens or the answer is not HTTP.
pub(crate) fn status(address: &str) -> Result<u16> {
    let (authority, path) = split(address).ok_or_else(|| format!("{address} is not an http address"))?;
    let answer = ask(authority, path).map_err(|error| format!("{address} does not answer: {error}"))?;
    let code = answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)?.parse().ok());
    code.ok_or_else(|| format!("{address} does not speak HTTP"))
}

fn split(address: &str) -> Option<(&str, &str)> {
    let rest = address.strip_prefix("http://")?;
    let end = rest.find(['/', '#', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    Some((authority, path.split('#').next().filter(|path| path.starts_with('/')).unwrap_or("/")))
}

fn ask(authority: &str, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(authority)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let head = format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\n");
    stream.write_all(format!("{head}Accept: text/html\r\nConnection: close\r\n\r\n").as_bytes())?;
    let mut start = [0; 12];
    stream.read_exact(&mut start)?;
    Ok(String::from_utf8_lossy(&start).into_owned())
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        assert_eq!(split("http://127.0.0.1:8080"), Some(("127.0.0.1:8080", "/")));
        assert_eq!(split("http://127.0.0.1:1/a?b#c"), Some(("127.0.0.1:1", "/a?b")));
        assert_eq!(split("https://127.0.0.1"), None);
    }

    #[test]
    fn the_code_comes_from_the_first_line() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let answering = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = String::new();
            while !asked.ends_with("\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                asked.push(char::from(byte[0]));
            }
            stream.write_all(b"HTTP/1.1 404 Not Found\r\n\r\n").unwrap();
        });
        assert_eq!(status(&address), Ok(404));
        answering.join().unwrap();
    }
}
