use crate::testing::World;

#[tokio::test]
async fn a_page_without_a_request_says_why_none_comes() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.mistype();
    for _ in 0..5 {
        phone.check().await.unwrap_err();
    }
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    assert_eq!(browser.path, "/login/method");
    let html = browser.html.replace("&#39;", "'");
    assert!(html.contains("Mira's phone") && html.contains("is locked after five wrong PINs"), "{html}");
    let mut copied = world.paired("otto").await;
    let mut copy = copied.clone();
    copied.wait("", 0).await.unwrap();
    copy.wait("", 0).await.unwrap_err();
    browser.begin(&world, "otto").await;
    assert!(browser.html.contains("is stopped, because a copy of it was used"), "{}", browser.html);
}

#[tokio::test]
async fn a_page_with_a_phone_that_can_answer_gives_no_reason() {
    let world = World::new().await;
    let mut lost = world.paired("mira").await;
    lost.mistype();
    for _ in 0..5 {
        lost.check().await.unwrap_err();
    }
    let _phone = world.paired("mira").await;
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    assert_eq!(browser.path, "/login/confirm");
    browser.open("/login/method").await;
    assert!(!browser.html.contains("is locked after"));
    browser.begin(&world, "otto").await;
    assert!(browser.path == "/login/method" && !browser.html.contains("notice-warning"));
}
