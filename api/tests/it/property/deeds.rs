//! What people do, at random.
use proptest::prelude::*;
use shared::{movement::Kind, validate::MAX_NUMBER};

/// Something a person does. Products and movements are meant by their place in line, counted round.
#[derive(Clone, Debug)]
pub enum Deed {
    Add { opening: i64, min: Option<i64> },
    One(Part, Sent),
    Many(Vec<Part>, Sent),
    Undo { movement: usize, sent: Sent },
    Archive(usize),
    Restore(usize),
    Watch(usize, Option<i64>),
}

#[derive(Clone, Debug)]
pub enum Part {
    Move { product: usize, kind: Kind, quantity: i64 },
    Count { product: usize, counted: i64, behind: i64 },
}

/// Without a key, with one, or with one and then again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sent {
    Plain,
    Keyed,
    Twice,
}

/// A day in a shop.
pub fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let sent = || prop_oneof![Just(Sent::Plain), Just(Sent::Keyed), Just(Sent::Twice)];
    let min = || prop_oneof![Just(None), (0..12_i64).prop_map(Some)];
    let product = 0..4_usize;
    let deed = prop_oneof![
        1 => (0..20_i64, min()).prop_map(|(opening, min)| Deed::Add { opening, min }),
        8 => (part(), sent()).prop_map(|(part, sent)| Deed::One(part, sent)),
        5 => (prop::collection::vec(part(), 1..6), sent()).prop_map(|(parts, sent)| Deed::Many(parts, sent)),
        4 => (0..40_usize, sent()).prop_map(|(movement, sent)| Deed::Undo { movement, sent }),
        1 => product.clone().prop_map(Deed::Archive),
        2 => product.clone().prop_map(Deed::Restore),
        2 => (product, min()).prop_map(|(product, min)| Deed::Watch(product, min)),
    ];
    // Thirty on the average; few, so that what fails becomes short.
    prop::collection::vec(deed, 1..60)
}

fn part() -> impl Strategy<Value = Part> {
    let quantity = prop_oneof![30 => 1..9_i64, 1 => Just(MAX_NUMBER)];
    let moved = (0..4_usize, prop::sample::select(Kind::BOOKABLE), quantity, any::<bool>());
    let counted = (0..4_usize, 0..15_i64, prop_oneof![4 => Just(0), 1 => -2..3_i64]);
    prop_oneof![
        5 => moved.prop_map(|(product, kind, quantity, down)| {
            let quantity = if kind == Kind::Adjust && down { -quantity } else { quantity };
            Part::Move { product, kind, quantity }
        }),
        1 => counted.prop_map(|(product, counted, behind)| Part::Count { product, counted, behind }),
    ]
}
