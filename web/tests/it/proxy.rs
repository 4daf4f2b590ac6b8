//! `/api/*` reaches the API and comes back unchanged, in both directions at once.
use crate::{
    app::{Web, header},
    upstream::upstream,
};
use reqwest::{Method, Response};
use shared::{
    Code, Problem,
    import::{ImportReport, MAX_FILE},
};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    sync::mpsc::channel,
};

async fn refused(answer: Response, code: Code) {
    assert_eq!(answer.status(), code.status());
    assert_eq!(header(&answer, "content-type"), "application/problem+json");
    let id = header(&answer, "x-request-id").to_owned();
    let problem: Problem = answer.json().await.unwrap();
    assert_eq!((problem.code, problem.request_id), (code, Some(id)));
}

#[tokio::test]
async fn the_answer_is_passed_on_while_it_is_still_being_written() {
    let (go_on, may_go_on) = channel::<()>();
    let may_go_on = std::sync::Arc::new(std::sync::Mutex::new(may_go_on));
    let api = upstream(move |mut asked| {
        asked.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
        may_go_on.lock().unwrap().recv().unwrap();
        asked.say("4\r\nlast\r\n0\r\n\r\n");
    });
    let web = Web::before(&api, &[]);
    let mut answer = web.get("/api/v1/slow").await;
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "first");
    go_on.send(()).unwrap();
    assert_eq!(answer.text().await.unwrap(), "last");
}

#[test]
fn the_request_is_passed_on_while_it_is_still_being_written() {
    let (heard, arrived) = channel();
    let api = upstream(move |mut asked| {
        heard.send(asked.read_until("first")).unwrap();
        asked.read_until("0\r\n\r\n");
        asked.answer("200 OK", "got it");
    });
    let web = Web::before(&api, &[]);
    let mut visitor = TcpStream::connect(&web.program.address).unwrap();
    visitor.write_all(b"POST /api/x HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n").unwrap();
    assert!(arrived.recv().unwrap().ends_with("first"));
    visitor.write_all(b"4\r\nlast\r\n0\r\n\r\n").unwrap();
    let mut answer = String::new();
    visitor.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("got it"), "{answer}");
}

#[tokio::test]
async fn headers_of_one_connection_stay_on_it() {
    let (heard, arrived) = channel();
    let api = upstream(move |mut asked| {
        heard.send((asked.line.clone(), asked.headers.clone())).unwrap();
        asked.answer("200 OK\r\nConnection: X-Inner\r\nX-Inner: 1\r\nKeep-Alive: timeout=9\r\nX-Kept: 1\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2", "");
    });
    let web = Web::before(&api, &[]);
    let request =
        web.request(Method::DELETE, "/api/v1/a%20b?q=%C3%A9&empty=").header("connection", "keep-alive, X-Outer");
    let request = request
        .header("x-outer", "1")
        .header("te", "trailers")
        .header("if-match", "\"7\"")
        .header("x-forwarded-for", "192.0.2.1");
    let answer = request.header("x-request-id", "abc-1").header("host", "bodega.example").send().await.unwrap();
    let (line, headers) = arrived.recv().unwrap();
    let one = |name: &str| {
        headers.iter().filter(|(given, _)| given == name).map(|(_, value)| value.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(line, "DELETE /api/v1/a%20b?q=%C3%A9&empty= HTTP/1.1");
    assert_eq!((one("x-outer"), one("te"), one("if-match")), (vec![], vec![], vec!["\"7\""]));
    assert_eq!(one("x-forwarded-for"), ["192.0.2.1, 127.0.0.1"]);
    assert_eq!((one("x-forwarded-host"), one("x-forwarded-proto")), (vec!["bodega.example"], vec!["http"]));
    assert_eq!(one("x-request-id"), ["abc-1"]);
    assert_ne!(one("host"), ["bodega.example"]);
    for gone in ["connection", "x-inner", "keep-alive"] {
        assert_eq!(header(&answer, gone), "", "{gone}");
    }
    assert_eq!((header(&answer, "x-kept"), header(&answer, "x-request-id")), ("1", "abc-1"));
    assert_eq!(answer.headers().get_all("set-cookie").iter().collect::<Vec<_>>(), ["a=1", "b=2"]);
}

#[tokio::test]
async fn what_a_proxy_in_front_says_about_the_visitor_stays() {
    let (heard, arrived) = channel();
    let api = upstream(move |mut asked| {
        heard.send(asked.headers.clone()).unwrap();
        asked.answer("200 OK", "");
    });
    let web = Web::before(&api, &[]);
    let request = web
        .request(Method::GET, "/api/x")
        .header("x-forwarded-proto", "https")
        .header("x-forwarded-host", "outer.example");
    request.send().await.unwrap();
    let headers = arrived.recv().unwrap();
    for (name, value) in [("x-forwarded-proto", "https"), ("x-forwarded-host", "outer.example")] {
        assert!(headers.contains(&(name.into(), value.into())), "{headers:?}");
    }
}

#[tokio::test]
async fn a_redirect_is_the_visitors_to_follow_and_compressed_bytes_stay_compressed() {
    let api =
        upstream(|mut asked| asked.answer("302 Found\r\nLocation: /elsewhere\r\nContent-Encoding: gzip", "not gzip"));
    let answer =
        Web::before(&api, &[]).request(Method::GET, "/api/x").header("accept-encoding", "gzip").send().await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), header(&answer, "location"), header(&answer, "content-encoding")),
        (302, "/elsewhere", "gzip")
    );
    assert_eq!(answer.text().await.unwrap(), "not gzip");
}

#[tokio::test]
async fn every_method_reaches_the_api_and_head_has_a_length_but_no_body() {
    let api = upstream(|mut asked| {
        let method = asked.line.split(' ').next().unwrap().to_owned();
        let head = format!("200 OK\r\nX-Method: {method}");
        if method == "HEAD" {
            asked.say(&format!("HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: 5\r\n\r\n"));
        } else {
            asked.answer(&head, "hello");
        }
    });
    let web = Web::before(&api, &[]);
    for method in [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS]
    {
        let answer = web.request(method.clone(), "/api/v1/x").send().await.unwrap();
        assert_eq!((header(&answer, "x-method"), header(&answer, "content-length")), (method.as_str(), "5"));
        assert_eq!(answer.text().await.unwrap(), if method == Method::HEAD { "" } else { "hello" });
    }
}

#[tokio::test]
async fn an_api_that_is_not_there_is_a_bad_gateway() {
    refused(Web::alone().get("/api/v1/products").await, Code::BadGateway).await;
}

#[tokio::test]
async fn an_api_that_dies_before_it_answers_is_a_bad_gateway() {
    let web = Web::before(&upstream(drop), &[]);
    refused(web.get("/api/v1/products").await, Code::BadGateway).await;
}

#[tokio::test]
async fn an_api_that_dies_in_the_middle_breaks_the_answer_off() {
    let api = upstream(|mut asked| asked.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"));
    assert!(
        Web::before(&api, &[]).get("/api/x").await.text().await.is_err(),
        "half an answer must not look like a whole one"
    );
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused_before_it_is_sent() {
    let web = Web::before("http://127.0.0.1:1/api", &[("BODY_LIMIT_MB", "1")]);
    let mut visitor = TcpStream::connect(&web.program.address).unwrap();
    visitor.write_all(b"PUT /api/x HTTP/1.1\r\nHost: shop\r\nContent-Length: 1048577\r\n\r\n").unwrap();
    let mut first = String::new();
    BufReader::new(visitor).read_line(&mut first).unwrap();
    assert_eq!(first, "HTTP/1.1 413 Payload Too Large\r\n");
    let whole = web.request(Method::PUT, "/api/x").body(vec![0; 1_048_577]).send().await.unwrap();
    refused(whole, Code::TooLarge).await;
    let within = web.request(Method::PUT, "/api/x").body(vec![0; 1_048_576]).send().await.unwrap();
    refused(within, Code::BadGateway).await;
}

#[tokio::test]
async fn a_body_of_unknown_length_is_cut_off_at_the_limit() {
    let api = upstream(|mut asked| _ = std::io::copy(&mut asked.stream, &mut std::io::sink()));
    let web = Web::before(&api, &[("BODY_LIMIT_MB", "1")]);
    let pieces = futures::stream::iter((0..40).map(|_| Ok::<_, std::io::Error>(vec![0_u8; 64 * 1024])));
    let answer = web.request(Method::PUT, "/api/x").body(reqwest::Body::wrap_stream(pieces)).send().await.unwrap();
    refused(answer, Code::TooLarge).await;
}

#[tokio::test]
async fn an_answer_that_comes_before_the_upload_ends_reaches_the_visitor() {
    let api = upstream(|mut asked| {
        asked.answer("413 Payload Too Large\r\nConnection: close", "too large");
        _ = std::io::copy(&mut asked.stream, &mut std::io::sink());
    });
    let web = Web::before(&api, &[]);
    let answer = web.request(Method::PUT, "/api/x").body(vec![0; 16 * 1024 * 1024]).send().await.unwrap();
    assert_eq!(answer.status(), 413);
    assert_eq!(answer.text().await.unwrap(), "too large");
}

#[tokio::test]
async fn sheets_arrive_whole_up_to_the_limit_of_the_api() {
    let web = Web::with_demo();
    let session = web.owner().await;
    let import = async |sheet: Vec<u8>| {
        let request = web.request(Method::POST, "/api/v1/product-imports?dry_run=true").header("cookie", &session);
        let request =
            request.header("sec-fetch-site", "same-origin").header("content-type", "application/octet-stream");
        request.body(sheet).send().await.unwrap()
    };
    // Few rows that are long: many would take their time to be compared.
    let mut sheet = b"code,name,notes\n".to_vec();
    for row in 0..20 {
        sheet.extend_from_slice(format!("S-{row},Soap,{}\n", "x".repeat(1024 * 1024)).as_bytes());
    }
    let report: ImportReport = import(sheet).await.json().await.unwrap();
    assert_eq!((report.rows, report.created), (20, 20), "{:?}", report.problems);
    let answer = import(vec![b'x'; MAX_FILE + 1]).await;
    assert_eq!(header(&answer, "content-type"), "application/problem+json");
    assert_eq!(answer.json::<Problem>().await.unwrap().code, Code::TooLarge);
}

#[tokio::test]
async fn a_path_that_leads_out_of_the_api_is_refused() {
    let web = Web::before(&upstream(|mut asked| asked.answer("200 OK", "secret")), &[]);
    for path in ["/api/../metrics", "/api/%2e%2e/metrics", "/api/v1%2f..%2f..%2fmetrics", "/api/..%5cmetrics"] {
        let mut visitor = TcpStream::connect(&web.program.address).unwrap();
        write!(visitor, "GET {path} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        visitor.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("\"malformed\""), "{path}: {answer}");
    }
}
