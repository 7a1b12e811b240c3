//! Boxes moved apart until none lies on another.

/// A step takes at most this much of an overlap away, so that a crowd spreads evenly.
const SHARE: f64 = 0.6;
/// Steps before all places are spread a little, for one box and at least: fewer for many boxes, which cost more.
const STEPS: (usize, usize) = (150_000, 60);
/// Spreading this often makes room for any boxes whose middles differ.
const SPREADS: usize = 400;

/// Moves boxes (`width`, `height`, with the gap that they need) as little as possible until no two overlap.
pub(super) fn remove(sizes: &[(f64, f64)], places: &mut [(f64, f64)]) {
    let widest = sizes.iter().map(|(width, _)| *width).fold(0.0, f64::max);
    let steps = (STEPS.0 / sizes.len().max(1)).clamp(STEPS.1, 500);
    for _ in 0..SPREADS {
        for _ in 0..steps {
            if !step(sizes, widest, places) {
                return;
            }
        }
        places.iter_mut().for_each(|place| *place = (place.0 * 1.03, place.1 * 1.03));
    }
}

/// One pass over all overlapping pairs, left to right. Whether there was one.
fn step(sizes: &[(f64, f64)], widest: f64, places: &mut [(f64, f64)]) -> bool {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| places[*a].0.total_cmp(&places[*b].0).then(a.cmp(b)));
    let mut found = false;
    for (rank, &a) in order.iter().enumerate() {
        for &b in &order[rank + 1..] {
            // Places move during the pass by less than the boxes are wide: a margin keeps all pairs in sight.
            if places[b].0 - places[a].0 > sizes[a].0 / 2.0 + widest {
                break;
            }
            found |= part(sizes, places, a, b);
        }
    }
    found
}

/// Moves two boxes apart along the side on which they overlap less. Whether they did.
fn part(sizes: &[(f64, f64)], places: &mut [(f64, f64)], a: usize, b: usize) -> bool {
    let (x, y) = (places[b].0 - places[a].0, places[b].1 - places[a].1);
    let over_x = (sizes[a].0 + sizes[b].0) / 2.0 - x.abs();
    let over_y = (sizes[a].1 + sizes[b].1) / 2.0 - y.abs();
    if over_x <= 1e-6 || over_y <= 1e-6 {
        return false;
    }
    // The larger box moves less.
    let areas = (sizes[a].0 * sizes[a].1, sizes[b].0 * sizes[b].1);
    let first = areas.1 / (areas.0 + areas.1).max(1e-9);
    let move_by = |over: f64| if over < 0.5 { over + 0.01 } else { over * SHARE };
    if over_x < over_y {
        let by = move_by(over_x) * if x < 0.0 || x == 0.0 && b < a { -1.0 } else { 1.0 };
        places[a].0 -= by * first;
        places[b].0 += by * (1.0 - first);
    } else {
        let by = move_by(over_y) * if y < 0.0 || y == 0.0 && b < a { -1.0 } else { 1.0 };
        places[a].1 -= by * first;
        places[b].1 += by * (1.0 - first);
    }
    true
}
