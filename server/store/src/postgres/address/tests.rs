use super::Address;

#[test]
fn an_address_is_shown_without_its_password() {
    let address = Address::parse("postgres://key:geheim@db.example:6000/logins").unwrap();
    assert_eq!(address.to_string(), "postgres://db.example:6000/logins");
    assert!(!format!("{address:?}").contains("geheim"));
    assert!(address.has_password());
    for without in ["postgres://key@localhost/key", "postgres://localhost:5432/a:b@c", "postgresql:///key"] {
        assert!(!Address::parse(without).unwrap().has_password(), "{without}");
    }
    for other in ["/var/lib/key/key.db", "mysql://key@localhost/key", "postgres://key@:x/key"] {
        assert!(Address::parse(other).is_none(), "{other}");
    }
}
