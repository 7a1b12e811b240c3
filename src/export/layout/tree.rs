//! A quadtree: what far-away bodies do to one, taken together. Barnes, Hut: A hierarchical O(N log N) force-calculation
//! algorithm, Nature 324, 1986.

/// A tree over places with masses.
pub(super) struct Tree {
    cells: Vec<Cell>,
}

#[derive(Clone, Copy)]
struct Cell {
    /// Middle of the square.
    middle: (f64, f64),
    /// Half of its side.
    half: f64,
    /// Centre of what it holds.
    centre: (f64, f64),
    mass: f64,
    /// The first of its four quarters; 0 for none.
    quarters: u32,
}

/// Squares are cut no further than this often: equal places share one.
const DEEPEST: usize = 40;

/// A square counts as one body where its side is less than this share of its distance.
const WIDTH: f64 = 1.1;

impl Tree {
    /// The tree of these places, in their order.
    pub fn new(places: &[(f64, f64)], masses: &[f64]) -> Tree {
        let (low, high) = super::bounds(places.iter().copied());
        let half = ((high.0 - low.0).max(high.1 - low.1) / 2.0).max(1e-6) * 1.001;
        let middle = ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
        let mut tree = Tree { cells: Vec::with_capacity(places.len() * 3) };
        tree.cells.push(Cell::empty(middle, half));
        for (place, mass) in places.iter().zip(masses) {
            tree.insert(*place, *mass);
        }
        tree
    }

    fn insert(&mut self, place: (f64, f64), mass: f64) {
        let mut at = 0;
        for _ in 0..DEEPEST {
            let cell = self.cells[at];
            if cell.mass == 0.0 {
                break;
            }
            if cell.quarters == 0 {
                self.split(at);
                let child = self.quarter(at, cell.centre);
                self.cells[child].add(cell.centre, cell.mass);
            }
            self.cells[at].add(place, mass);
            at = self.quarter(at, place);
        }
        self.cells[at].add(place, mass);
    }

    fn split(&mut self, at: usize) {
        let Cell { middle: (x, y), half, .. } = self.cells[at];
        self.cells[at].quarters = self.cells.len() as u32;
        let half = half / 2.0;
        for (left, up) in [(-half, -half), (half, -half), (-half, half), (half, half)] {
            self.cells.push(Cell::empty((x + left, y + up), half));
        }
    }

    fn quarter(&self, at: usize, place: (f64, f64)) -> usize {
        let Cell { middle, quarters, .. } = self.cells[at];
        quarters as usize + usize::from(place.0 > middle.0) + 2 * usize::from(place.1 > middle.1)
    }

    /// The sum of `mass / distance` away from all bodies; those at the place itself do nothing.
    pub fn repulsion(&self, place: (f64, f64)) -> (f64, f64) {
        let mut sum = (0.0, 0.0);
        let mut stack = [0u32; 4 * DEEPEST];
        let mut height = 1;
        while height > 0 {
            height -= 1;
            let cell = &self.cells[stack[height] as usize];
            let (x, y) = (place.0 - cell.centre.0, place.1 - cell.centre.1);
            let square = x * x + y * y;
            let side = 2.0 * cell.half;
            if cell.quarters == 0 || side * side < WIDTH * WIDTH * square {
                if square > 1e-12 {
                    sum.0 += x * cell.mass / square;
                    sum.1 += y * cell.mass / square;
                }
                continue;
            }
            for quarter in (cell.quarters..cell.quarters + 4).rev() {
                if self.cells[quarter as usize].mass > 0.0 {
                    stack[height] = quarter;
                    height += 1;
                }
            }
        }
        sum
    }
}

impl Cell {
    fn empty(middle: (f64, f64), half: f64) -> Cell {
        Cell { middle, half, centre: middle, mass: 0.0, quarters: 0 }
    }
    fn add(&mut self, place: (f64, f64), mass: f64) {
        let whole = self.mass + mass;
        let share = mass / whole;
        // A single body keeps its exact place: it must know itself by it.
        self.centre = match self.mass == 0.0 {
            true => place,
            false => {
                (self.centre.0 + (place.0 - self.centre.0) * share, self.centre.1 + (place.1 - self.centre.1) * share)
            }
        };
        self.mass = whole;
    }
}

#[cfg(test)]
mod tests {
    use super::super::chance;
    use super::*;

    #[test]
    fn the_tree_is_near_the_sum_over_all_pairs() {
        let places: Vec<(f64, f64)> = (0..400).map(|at| (chance(1, at), chance(2, at))).collect();
        let masses: Vec<f64> = (0..400).map(|at| 1.0 + (at % 7) as f64).collect();
        let tree = Tree::new(&places, &masses);
        for place in &places {
            let exact = places.iter().zip(&masses).fold((0.0, 0.0), |sum: (f64, f64), (other, mass)| {
                let (x, y) = (place.0 - other.0, place.1 - other.1);
                let square = x * x + y * y;
                if square > 0.0 { (sum.0 + x * mass / square, sum.1 + y * mass / square) } else { sum }
            });
            let near = tree.repulsion(*place);
            let error = super::super::distance(exact, near);
            assert!(error < 0.15 * (exact.0.hypot(exact.1)).max(1000.0), "{exact:?} {near:?}");
        }
    }

    #[test]
    fn equal_places_do_no_harm() {
        let tree = Tree::new(&[(1.0, 1.0); 50], &[1.0; 50]);
        assert_eq!(tree.repulsion((1.0, 1.0)), (0.0, 0.0));
        assert!(Tree::new(&[], &[]).repulsion((0.0, 0.0)) == (0.0, 0.0));
    }
}
