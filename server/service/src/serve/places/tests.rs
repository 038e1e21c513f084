//! Tests of which connection gets a place, and which has to give one up.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use super::{ON_ITS_WAY, Places};
use crate::settings::ConnectionLimits;

#[test]
fn whoever_has_most_places_makes_room() {
    let places = Arc::new(Places::new(ConnectionLimits { all: 10, per_address: 8 }));
    let of = |last| Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)));
    let honest = Places::take(&places, of(1)).unwrap();
    let mut taken: Vec<_> = (0..9).filter_map(|number| Places::take(&places, of(2 + number / 5))).collect();
    for number in 0..100 {
        taken.push(Places::take(&places, of(2 + number % 2)).unwrap());
    }
    assert!(taken.iter().all(|place| !place.is_refusal));
    let is_seated = |number| places.taken().places.contains_key(&number);
    assert!(is_seated(honest.seat.number), "one place of one address is nobody's to take");
    assert!(!is_seated(taken[0].seat.number));
    drop((honest, taken));
    assert!(places.taken().places.is_empty() && places.taken().by_address.is_empty());
}

#[tokio::test(start_paused = true)]
async fn many_with_one_place_each_crowd_nobody_out() {
    // Of addresses with equally many places, the first to go differs from time to time.
    for _ in 0..200 {
        crowd_of_single_places().await;
    }
}

async fn crowd_of_single_places() {
    let places = Arc::new(Places::new(ConnectionLimits { all: 100, per_address: 50 }));
    let mut strangers = Vec::new();
    let mut stranger = |last: u32| {
        let address = Some(IpAddr::V4(Ipv4Addr::from_bits(0xc633_6400 + last)));
        strangers.push(Places::take(&places, address).unwrap());
    };
    (0..100).for_each(&mut stranger);
    let honest = Places::take(&places, Some(IpAddr::V4(Ipv4Addr::LOCALHOST))).unwrap();
    // As many arrive as within the time that a request may be on its way.
    (100..190).for_each(&mut stranger);
    let is_seated = |place: &super::Place| places.taken().places.contains_key(&place.seat.number);
    assert!(is_seated(&honest));
    // Once it is answered, all connections that never sent a request go first.
    answer(&places, &honest);
    tokio::time::advance(ON_ITS_WAY).await;
    (190..280).for_each(&mut stranger);
    assert!(is_seated(&honest));
}

fn answer(places: &Arc<Places>, place: &super::Place) {
    let asking = super::ActiveRequest::new(&place.seat, places);
    asking.is_worked_on();
    drop(super::UntilAnswered(asking));
}

#[tokio::test(start_paused = true)]
async fn whose_request_is_on_its_way_is_not_pushed_out_by_those_who_ask_and_ask() {
    let places = Arc::new(Places::new(ConnectionLimits { all: 850, per_address: 250 }));
    let attacker = |number: usize| {
        let address = Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, (number % 20) as u8)));
        let place = Places::take(&places, address).unwrap();
        answer(&places, &place);
        place
    };
    let _first: Vec<_> = (0..900).map(attacker).collect();
    let honest = Places::take(&places, Some(IpAddr::V4(Ipv4Addr::LOCALHOST))).unwrap();
    let _more: Vec<_> = (0..10_000).map(attacker).collect();
    assert!(places.taken().places.contains_key(&honest.seat.number));
}

#[test]
fn crowds_weigh_what_their_places_do_whatever_happens() {
    let places = Arc::new(Places::new(ConnectionLimits { all: 6, per_address: 3 }));
    let (mut held, mut asking) = (Vec::new(), Vec::new());
    for step in 0..5_000_u32 {
        let random = step.wrapping_mul(2_654_435_761) >> 8;
        let address = Some(IpAddr::V4(Ipv4Addr::from_bits(0xc000_0200 + random % 5)));
        match random / 5 % 5 {
            0 | 1 => held.extend(Places::take(&places, address)),
            2 if !held.is_empty() => drop(held.swap_remove(random as usize % held.len())),
            3 if !held.is_empty() => {
                let place: &super::Place = &held[random as usize % held.len()];
                let begun = super::ActiveRequest::new(&place.seat, &places);
                begun.is_worked_on();
                asking.push(super::UntilAnswered(begun));
            }
            _ if !asking.is_empty() => drop(asking.swap_remove(random as usize % asking.len())),
            _ => {}
        }
        let taken = places.taken();
        for (address, crowd) in &taken.by_address {
            let seats = taken.places.values().filter(|sitting| sitting.address == Some(*address));
            let (count, weight) =
                seats.fold((0, 0), |(count, weight), sitting| (count + 1, weight + sitting.weight()));
            assert!(count > 0, "an address without a place is not remembered");
            assert_eq!((crowd.count, crowd.weight), (count, weight), "step {step}");
        }
    }
    drop((held, asking));
    assert!(places.taken().places.is_empty() && places.taken().by_address.is_empty());
}

#[test]
fn what_goes_on_for_as_long_as_its_connection_keeps_its_place() {
    let places = Arc::new(Places::new(ConnectionLimits { all: 1, per_address: 1 }));
    let place = Places::take(&places, None).unwrap();
    let upgraded = super::ActiveRequest::new(&place.seat, &places);
    upgraded.is_worked_on();
    super::UntilAnswered(upgraded).never();
    assert!(Places::take(&places, None).unwrap().is_refusal);
    drop(place);
    assert!(!Places::take(&places, None).unwrap().is_refusal);
}

#[test]
fn a_request_that_is_not_worked_on_keeps_no_place() {
    let places = Arc::new(Places::new(ConnectionLimits { all: 2, per_address: 2 }));
    let seats: Vec<_> = (0..2).map(|_| Places::take(&places, None).unwrap()).collect();
    let asking: Vec<_> = seats.iter().map(|place| super::ActiveRequest::new(&place.seat, &places)).collect();
    let third = Places::take(&places, None).unwrap();
    assert!(!third.is_refusal);
    let whole = super::ActiveRequest::new(&third.seat, &places);
    whole.is_worked_on();
    asking[1].is_worked_on();
    assert!(Places::take(&places, None).unwrap().is_refusal, "both are being answered");
    drop(super::UntilAnswered(whole));
    assert!(!Places::take(&places, None).unwrap().is_refusal);
}
