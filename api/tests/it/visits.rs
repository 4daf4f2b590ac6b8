//! The count of visits.
use crate::app::App;
use shared::{Code, visit::Visits};

#[actix_web::test]
async fn whoever_gathers_visits_counts_them_at_once() {
    let app = App::start().await;
    let count = async |count: &str| app.guest().send("POST", &format!("/api/v1/visits?count={count}"), &[], "").await;
    assert_eq!(count("20").await.ok::<Visits>(200).total, 20);
    assert_eq!(count("1000").await.ok::<Visits>(200).total, 1020);
    for wrong in ["0", "-1", "1001"] {
        assert_eq!(count(wrong).await.invalid()[0].0, "count", "{wrong}");
    }
    count("many").await.refused(Code::Malformed);
    assert_eq!(app.guest().get("/api/v1/visits").await.ok::<Visits>(200).total, 1020);
}

#[actix_web::test]
async fn every_visit_counts_one_and_looking_at_the_count_does_not() {
    let app = App::start().await;
    let guest = app.guest();
    let seen = async || guest.get("/api/v1/visits").await.ok::<Visits>(200).total;
    assert_eq!(seen().await, 0);
    for number in 1..=3 {
        assert_eq!(guest.send("POST", "/api/v1/visits", &[], "").await.ok::<Visits>(200).total, number);
        assert_eq!(seen().await, number);
    }
}
