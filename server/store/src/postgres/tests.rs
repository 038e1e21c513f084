use super::Address;

#[test]
fn an_address_is_shown_without_its_password() {
    let address = Address::parse("postgres://key:geheim@db.example:6000/logins").unwrap();
    assert_eq!(address.to_string(), "postgres://db.example:6000/logins");
    assert!(!format!("{address:?}").contains("geheim"));
    for other in ["/var/lib/key/key.db", "mysql://key@localhost/key", "postgres://key@:x/key"] {
        assert!(Address::parse(other).is_none(), "{other}");
    }
}
