//! R24: three devices, up to four ops that had not seen each other, all orders of delivery.

use credenza_model::team::{Op, RecordRole, fold};

use crate::{
    plain::summary,
    random::summed,
    world::{World, grant, in_order, put, remove, renew, revoke},
};

/// What a device may try; `person` is who writes.
fn choices(person: usize) -> Vec<Op> {
    let next = (person + 1) % 3;
    vec![
        grant(0, next, RecordRole::CoOwner),
        revoke(0, next),
        put(0),
        renew(0),
        revoke(0, person),
        remove(next),
    ]
}

/// All orders of the last four entries in which each comes after the one before in its chain.
fn orders(devices: [usize; 4]) -> Vec<[usize; 4]> {
    let mut all = Vec::new();
    for code in 0..256usize {
        let order = [code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6];
        let place = |entry: usize| order.iter().position(|at| *at == entry);
        let whole = (0..4).all(|entry| place(entry).is_some());
        let in_line =
            (0..4).all(|a| (a + 1..4).all(|b| devices[a] != devices[b] || place(a) < place(b)));
        if whole && in_line {
            all.push(order);
        }
    }
    all
}

#[test]
fn r24_every_order_of_four_ops_on_three_devices_gives_one_state() {
    let mut states = 0u32;
    for devices in [[0, 1, 2, 0], [0, 1, 2, 1], [0, 1, 2, 2]] {
        let orders = orders(devices);
        for code in 0..6usize.pow(4) {
            let mut world = World::new(3, 2, code as u64 * 64);
            world
                .write(0, vec![grant(0, 1, RecordRole::CoOwner), grant(0, 2, RecordRole::CoOwner)]);
            (1..3).for_each(|writer| world.pull(writer, usize::MAX));
            for (turn, device) in devices.iter().enumerate() {
                let op =
                    choices(*device)[code / 6usize.pow(u32::try_from(turn).unwrap()) % 6].clone();
                world.write(*device, vec![op]);
            }
            let (base, last) = world.all.split_at(world.all.len() - 4);
            let expected = fold(&world.whole());
            assert_eq!(summed(&expected), summary(&world.all), "{devices:?} {code}");
            for order in &orders {
                let last = order.iter().map(|at| &last[*at]);
                assert_eq!(fold(&in_order(world.team(), base.iter().chain(last))), expected);
                states += 1;
            }
        }
    }
    println!("R24 {states} orders, 0 differences 0 pass");
    assert_eq!(states, 3 * 1_296 * 12);
}
