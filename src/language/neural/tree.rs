//! From scores of heads to the best tree with one root (Chu & Liu 1965, Edmonds 1967).

/// The head of every place but 0, which is the root. `scores` holds `places` × `places` numbers, the row of a dependent
/// with the score of every head. Time O(places²) where the best heads make a tree, which is nearly always so, and
/// O(places³) at worst.
pub(crate) fn best_tree(scores: &[f32], places: usize) -> Vec<usize> {
    if places < 2 {
        return vec![0; places];
    }
    let allowed = |dependent: usize, head: usize| dependent != head;
    let best = |dependent: usize| {
        let heads = (0..places).filter(|&head| allowed(dependent, head));
        heads.fold(None, |best: Option<usize>, head| match best {
            Some(known) if scores[dependent * places + known] >= scores[dependent * places + head] => best,
            _ => Some(head),
        })
    };
    let mut heads: Vec<usize> =
        (0..places).map(|place| if place == 0 { 0 } else { best(place).unwrap_or(0) }).collect();
    let roots = heads[1..].iter().filter(|&&head| head == 0).count();
    if roots == 1 && cycle(&heads).is_none() {
        return heads;
    }
    // A price on the root that no tree pays twice makes sure of one root.
    let spread = scores.iter().fold(1.0f64, |spread, &score| spread.max(f64::from(score).abs()));
    let price = 4.0 * spread * places as f64;
    let mut weights: Vec<f64> = scores.iter().map(|&score| f64::from(score)).collect();
    for place in 1..places {
        weights[place * places] -= price;
        weights[place * places + place] = f64::NEG_INFINITY;
    }
    heads = edmonds(weights, places);
    heads[0] = 0;
    heads
}

/// What an arc over the sentence's root loses: such arcs are rare, and scored one by one they look better than they are.
const OVER_ROOT: f32 = 2.0;

/// [`best_tree`], once more with [`OVER_ROOT`] where an arc passes over the root. Changes the scores then.
pub(crate) fn likely_tree(scores: &mut [f32], places: usize) -> Vec<usize> {
    let heads = best_tree(scores, places);
    let root = (1..places).find(|&place| heads[place] == 0).unwrap_or(0);
    let is_over = |place: usize, head: usize| head != 0 && (place < root && root < head || head < root && root < place);
    if !(1..places).any(|place| is_over(place, heads[place])) {
        return heads;
    }
    for place in 1..places {
        for head in (1..places).filter(|&head| is_over(place, head)) {
            scores[place * places + head] -= OVER_ROOT;
        }
    }
    best_tree(scores, places)
}

/// The places of a cycle, if the heads make one.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut place = start;
        while place != 0 && seen[place] == 0 {
            seen[place] = start;
            place = heads[place];
        }
        if place != 0 && seen[place] == start {
            let mut members = vec![place];
            let mut next = heads[place];
            while next != place {
                members.push(next);
                next = heads[next];
            }
            return Some(members);
        }
    }
    None
}

/// Best heads; a cycle is drawn together into one place, solved without it, and opened again. Each round takes at least
/// one place away, so the rounds end; no round keeps its weights, so that memory stays O(places²).
fn edmonds(weights: Vec<f64>, places: usize) -> Vec<usize> {
    let best = |dependent: usize| {
        let heads = (0..places).filter(|&head| head != dependent);
        heads.fold((0, f64::NEG_INFINITY), |best, head| {
            let weight = weights[dependent * places + head];
            if weight > best.1 { (head, weight) } else { best }
        })
    };
    let heads: Vec<usize> = (0..places).map(|place| if place == 0 { 0 } else { best(place).0 }).collect();
    let Some(members) = cycle(&heads) else { return heads };
    let inside = |place: usize| members.contains(&place);
    let rest: Vec<usize> = (0..places).filter(|&place| !inside(place)).collect();
    let small = rest.len() + 1;
    let ring = rest.len();
    let mut smaller = vec![f64::NEG_INFINITY; small * small];
    let mut enters = vec![members[0]; small];
    let mut leaves = vec![members[0]; small];
    for (number, &place) in rest.iter().enumerate() {
        for (other, &head) in rest.iter().enumerate() {
            smaller[number * small + other] = weights[place * places + head];
        }
        for &member in &members {
            let out = weights[place * places + member];
            if out > smaller[number * small + ring] {
                smaller[number * small + ring] = out;
                leaves[number] = member;
            }
            let gain = weights[member * places + place] - weights[member * places + heads[member]];
            if gain > smaller[ring * small + number] {
                smaller[ring * small + number] = gain;
                enters[number] = member;
            }
        }
    }
    drop(weights);
    let solved = edmonds(smaller, small);
    let mut out = heads;
    for (number, &place) in rest.iter().enumerate().skip(1) {
        out[place] = if solved[number] == ring { leaves[number] } else { rest[solved[number]] };
    }
    let from = solved[ring];
    out[enters[from]] = rest[from];
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(scores: &[f32], heads: &[usize]) -> f64 {
        (1..heads.len()).map(|place| f64::from(scores[place * heads.len() + heads[place]])).sum()
    }

    fn is_tree(heads: &[usize]) -> bool {
        cycle(heads).is_none() && heads[1..].iter().filter(|&&head| head == 0).count() == 1
    }

    /// All trees of a few places, tried one by one.
    fn best_of_all(scores: &[f32], places: usize) -> f64 {
        let mut heads = vec![0; places];
        let mut best = f64::NEG_INFINITY;
        for number in 0..places.pow(places as u32 - 1) {
            let mut rest = number;
            for head in &mut heads[1..] {
                *head = rest % places;
                rest /= places;
            }
            if (1..places).all(|place| heads[place] != place) && is_tree(&heads) {
                best = best.max(total(scores, &heads));
            }
        }
        best
    }

    proptest! {
        #[test]
        fn no_tree_with_one_root_scores_higher(places in 2usize..6, scores in proptest::collection::vec(-9f32..9.0, 36)) {
            let scores = &scores[..places * places];
            let heads = best_tree(scores, places);
            prop_assert!(is_tree(&heads), "{heads:?}");
            prop_assert!(total(scores, &heads) >= best_of_all(scores, places) - 1e-4);
        }

        #[test]
        fn the_likely_tree_is_a_tree(places in 1usize..9, scores in proptest::collection::vec(-9f32..9.0, 81)) {
            let mut scores = scores[..places * places].to_vec();
            let heads = likely_tree(&mut scores, places);
            prop_assert!(places < 2 || is_tree(&heads), "{heads:?}");
        }

        #[test]
        fn long_sentences_get_a_tree(scores in proptest::collection::vec(-9f32..9.0, 60 * 60)) {
            prop_assert!(is_tree(&best_tree(&scores, 60)));
        }
    }
}
