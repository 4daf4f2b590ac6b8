//! A server that does nothing but answer the same bytes: as fast as this machine can be with the same libraries.
use crate::{
    program::Program,
    threads::processors,
    work::{self, Work},
};
use actix_web::{
    App, HttpResponse, HttpServer,
    http::header::{HeaderName, HeaderValue},
    web,
};
use anyhow::Context;
use reqwest::Response;
use std::{env, fs, path::Path, process::Command, sync::Arc, time::Duration};

/// The word that makes this program that server.
pub const WORD: &str = "bare";
/// What every server writes by itself.
const OWN: [&str; 4] = ["connection", "content-length", "date", "transfer-encoding"];

/// Serves the bytes of a file at `LISTEN`, with these headers: a name and a value each.
///
/// # Errors
/// When there is no such file or address, or a header is none.
pub async fn serve(mut words: impl Iterator<Item = String>) -> anyhow::Result<()> {
    let file = words.next().context("which file?")?;
    let body = web::Bytes::from(fs::read(file)?);
    let words: Vec<String> = words.collect();
    let mut headers = Vec::new();
    for pair in words.chunks_exact(2) {
        headers.push((HeaderName::try_from(&pair[0])?, HeaderValue::try_from(&pair[1])?));
    }
    let answer = move || {
        let (body, headers) = (body.clone(), headers.clone());
        App::new().default_service(web::to(move || {
            let mut answer = HttpResponse::Ok();
            for header in &headers {
                answer.append_header(header.clone());
            }
            std::future::ready(answer.body(body.clone()))
        }))
    };
    // As the API has it.
    let server = HttpServer::new(answer).workers(processors()).tcp_nodelay(true).backlog(8192);
    Ok(server.keep_alive(Duration::from_secs(75)).bind(env::var("LISTEN")?)?.run().await?)
}

/// Starts one, for the bytes of this answer.
///
/// # Errors
/// When it does not get ready.
pub async fn start(dir: &Path, answer: Response) -> anyhow::Result<(Program, Arc<Work>)> {
    let file = dir.join("bare");
    let mut command = Command::new(env::current_exe()?);
    command.arg(WORD).arg(&file);
    for (name, value) in answer.headers().iter().filter(|(name, _)| !OWN.contains(&name.as_str())) {
        command.arg(name.as_str()).arg(value.to_str()?);
    }
    fs::write(&file, answer.bytes().await?)?;
    let program = Program::start(&mut command)?;
    let work = Work::of(&program.address, [work::get(&program.address, "/", "")])?;
    Ok((program, Arc::new(work)))
}
