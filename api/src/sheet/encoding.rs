//! Text of whatever encoding, made UTF-8 in a file of its own: what reads it has one encoding to know.
use super::Pages;
use encoding_rs::{CoderResult, Encoding, UTF_8, WINDOWS_1252};
use std::{
    fs::File,
    io::{self, Read, Write},
    path::Path,
    sync::Arc,
};

const CHUNK: usize = 64 * 1024;

/// A text file as UTF-8, with its last line ended.
pub struct Text {
    /// The text.
    pub file: Arc<File>,
    /// What it was.
    pub encoding: &'static str,
    /// It is not what its first bytes say.
    pub is_broken: bool,
}

/// By its byte order mark; without one it is UTF-8, or else what Windows writes in the west.
pub fn decoded(source: &Arc<File>, folder: &Path) -> io::Result<Text> {
    let mut head = [0; 3];
    let length = Pages::of(source).read(&mut head)?;
    if let Some((encoding, _)) = Encoding::for_bom(&head[..length]) {
        return transcoded(source, encoding, folder);
    }
    let text = transcoded(source, UTF_8, folder)?;
    if text.is_broken { transcoded(source, WINDOWS_1252, folder) } else { Ok(text) }
}

fn transcoded(source: &Arc<File>, encoding: &'static Encoding, folder: &Path) -> io::Result<Text> {
    let (mut decoder, mut input) = (encoding.new_decoder_with_bom_removal(), Pages::of(source));
    let mut file = tempfile::tempfile_in(folder)?;
    let mut from = vec![0; CHUNK];
    let mut to = vec![0; decoder.max_utf8_buffer_length(CHUNK).unwrap_or(4 * CHUNK)];
    let (mut is_broken, mut last) = (false, b'\n');
    loop {
        let length = input.read(&mut from)?;
        let (result, _, written, broken) = decoder.decode_to_utf8(&from[..length], &mut to, length == 0);
        debug_assert_eq!(result, CoderResult::InputEmpty, "the buffer has room for the longest text");
        file.write_all(&to[..written])?;
        is_broken |= broken;
        last = to[..written].last().copied().unwrap_or(last);
        if length == 0 {
            break;
        }
    }
    if last != b'\n' {
        file.write_all(b"\n")?;
    }
    Ok(Text { file: Arc::new(file), encoding: encoding.name(), is_broken })
}
