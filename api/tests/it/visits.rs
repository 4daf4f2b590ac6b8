//! The count of visits.
use crate::app::App;
use shared::visit::Visits;

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
