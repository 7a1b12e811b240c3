use super::*;

fn bodies(count: usize, groups: usize) -> Vec<Body> {
    let group = |at: usize| (groups > 0 && !at.is_multiple_of(3)).then(|| at % groups);
    (0..count).map(|at| Body { width: 60.0 + (at % 5) as f64 * 20.0, height: 24.0, group: group(at) }).collect()
}

/// Few actors have most of the links.
fn heavy(count: usize, links: usize) -> Vec<Link> {
    let pick = |seed: u64, at: usize| (chance(seed, at as u64).powi(3) * count as f64) as usize;
    (0..links).map(|at| (pick(31, at), (chance(32, at as u64) * count as f64) as usize, 1.0)).collect()
}

fn overlapping(bodies: &[Body], places: &[(f64, f64)]) -> usize {
    let is_over = |a: usize, b: usize| {
        (places[a].0 - places[b].0).abs() < (bodies[a].width + bodies[b].width) / 2.0 - 1e-3
            && (places[a].1 - places[b].1).abs() < (bodies[a].height + bodies[b].height) / 2.0 - 1e-3
    };
    (0..bodies.len()).map(|a| (0..a).filter(|b| is_over(a, *b)).count()).sum()
}

fn in_pool(threads: usize, bodies: &[Body], links: &[Link]) -> Vec<(f64, f64)> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    pool.install(|| place(bodies, links))
}

#[test]
fn places_do_not_depend_on_the_number_of_threads() {
    for (count, links) in [(40, 70), (1200, 3000)] {
        let (bodies, links) = (bodies(count, 9), heavy(count, links));
        assert_eq!(in_pool(1, &bodies, &links), in_pool(4, &bodies, &links));
    }
}

#[test]
fn no_two_boxes_overlap() {
    for (count, links, groups) in [(1, 0, 0), (2, 1, 1), (40, 70, 8), (40, 0, 0), (300, 900, 30), (900, 3000, 0)] {
        let (bodies, links) = (bodies(count, groups), heavy(count, links));
        let places = place(&bodies, &links);
        assert_eq!(overlapping(&bodies, &places), 0, "{count} bodies");
        assert!(places.iter().all(|(x, y)| x.is_finite() && y.is_finite()));
    }
}

#[test]
fn frames_hold_their_members_and_nobody_else() {
    let (bodies, links) = (bodies(40, 8), heavy(40, 70));
    let (places, frames) = place_framed(&bodies, &links);
    assert!(frames.len() > 4, "{frames:?}");
    for frame in frames {
        for (body, place) in bodies.iter().zip(&places) {
            let (x, y) = (body.width / 2.0, body.height / 2.0);
            let inside = place.0 - x >= frame.x
                && place.0 + x <= frame.x + frame.width
                && place.1 - y >= frame.y
                && place.1 + y <= frame.y + frame.height;
            let outside = place.0 - x >= frame.x + frame.width
                || place.0 + x <= frame.x
                || place.1 - y >= frame.y + frame.height
                || place.1 + y <= frame.y;
            assert!(if body.group == Some(frame.group) { inside } else { outside }, "{frame:?} {body:?} {place:?}");
        }
    }
}

#[test]
fn parts_stand_side_by_side() {
    let bodies = bodies(60, 0);
    let links: Vec<Link> = (0..60).filter(|at| at % 6 != 5).map(|at| (at, at + 1, 1.0)).collect();
    let places = place(&bodies, &links);
    let boxes: Vec<_> = places.chunks(6).map(|part| bounds(part.iter().copied())).collect();
    for (at, a) in boxes.iter().enumerate() {
        for b in &boxes[..at] {
            assert!(a.0.0 > b.1.0 || b.0.0 > a.1.0 || a.0.1 > b.1.1 || b.0.1 > a.1.1, "{a:?} {b:?}");
        }
    }
    let (low, high) = bounds(places.into_iter());
    assert!(high.0 - low.0 < 4000.0 && high.1 - low.1 < 4000.0, "{low:?} {high:?}");
}

#[test]
fn neighbours_are_some_hundred_apart() {
    let dots = vec![Body { width: 10.0, height: 10.0, group: None }; 30];
    let ring: Vec<Link> = (0..30).map(|at| (at, (at + 1) % 30, 1.0)).collect();
    let places = place(&dots, &ring);
    for (a, b, _) in ring {
        let length = distance(places[a], places[b]);
        assert!((60.0..180.0).contains(&length), "{length}");
    }
}

#[test]
fn hubs_keep_their_neighbours_apart() {
    let dots = vec![Body { width: 20.0, height: 20.0, group: None }; 501];
    let star: Vec<Link> = (1..501).map(|at| (0, at, 1.0)).collect();
    let places = place(&dots, &star);
    let near = |at: usize| {
        let others = (0..501).filter(|other| *other != at);
        others.map(|other| distance(places[at], places[other])).fold(f64::INFINITY, f64::min)
    };
    let mut nearest: Vec<f64> = (0..501).map(near).collect();
    nearest.sort_by(f64::total_cmp);
    assert!(nearest[250] > 20.0, "{nearest:?}");
    let (low, high) = bounds(places.iter().copied());
    assert!((0.5..2.0).contains(&((high.0 - low.0) / (high.1 - low.1))), "{low:?} {high:?}");
}

#[test]
fn links_to_nobody_are_passed_over() {
    let bodies = bodies(3, 0);
    assert_eq!(place(&bodies, &[(0, 7, 1.0), (1, 1, 1.0)]).len(), 3);
    assert!(place(&[], &[]).is_empty());
}
