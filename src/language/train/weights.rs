//! The network's tensors in training: values, gradients, and Adam's memory of them.

use super::dice::Dice;
use crate::language::neural::layout::{self, Classes, Part, TABLES};
use crate::language::neural::matrix::Matrix;

/// The gradients of one share of a batch.
pub(crate) struct Gradients {
    pub tensors: Vec<Matrix>,
    /// For each table, the rows that are not zero, each once.
    touched: Vec<Vec<u32>>,
    marks: Vec<Vec<bool>>,
}

impl Gradients {
    pub fn new(classes: Classes) -> Self {
        let shapes = layout::shapes(classes);
        let marks = shapes[..TABLES].iter().map(|&(rows, _)| vec![false; rows]).collect();
        let tensors = shapes.into_iter().map(|(rows, columns)| Matrix::zeros(rows, columns)).collect();
        Gradients { tensors, touched: vec![Vec::new(); TABLES], marks }
    }

    /// The gradient of a table's row, to add to.
    pub fn row(&mut self, table: Part, row: u32) -> &mut [f32] {
        let table = table as usize;
        if !std::mem::replace(&mut self.marks[table][row as usize], true) {
            self.touched[table].push(row);
        }
        self.tensors[table].row_mut(row as usize)
    }

    /// Adds another share's gradients, and clears those.
    pub fn take(&mut self, other: &mut Gradients) {
        for table in 0..TABLES {
            for row in std::mem::take(&mut other.touched[table]) {
                other.marks[table][row as usize] = false;
                if !std::mem::replace(&mut self.marks[table][row as usize], true) {
                    self.touched[table].push(row);
                }
                let from = other.tensors[table].row_mut(row as usize);
                self.tensors[table].row_mut(row as usize).iter_mut().zip(&*from).for_each(|(sum, part)| *sum += part);
                from.fill(0.0);
            }
        }
        for (sum, part) in self.tensors.iter_mut().zip(&mut other.tensors).skip(TABLES) {
            sum.data.iter_mut().zip(&part.data).for_each(|(sum, part)| *sum += part);
            part.data.fill(0.0);
        }
    }

    /// The length of the whole gradient.
    fn norm(&self) -> f32 {
        let square = |values: &[f32]| values.iter().map(|value| value * value).sum::<f32>();
        let tables = (0..TABLES).map(|table| {
            let rows = self.touched[table].iter();
            rows.map(|&row| square(self.tensors[table].row(row as usize))).sum::<f32>()
        });
        let rest = self.tensors[TABLES..].iter().map(|tensor| square(&tensor.data));
        (tables.sum::<f32>() + rest.sum::<f32>()).sqrt()
    }
}

/// Values and the running means of gradients and of their squares (Adam, Kingma & Ba 2015).
pub(crate) struct Weights {
    pub tensors: Vec<Matrix>,
    means: Vec<Matrix>,
    squares: Vec<Matrix>,
    steps: i32,
    /// Whether training began with random values.
    is_fresh: bool,
}

const MEAN_DECAY: f32 = 0.9;
const SQUARE_DECAY: f32 = 0.98;
const LONGEST_GRADIENT: f32 = 2.0;
const TINY: f32 = 1e-8;

impl Weights {
    /// Random values, each tensor with its own spread.
    pub fn new(classes: Classes, dice: &mut Dice) -> Self {
        let zeros: Vec<Matrix> =
            layout::shapes(classes).into_iter().map(|(rows, columns)| Matrix::zeros(rows, columns)).collect();
        let mut tensors = zeros.clone();
        for (number, tensor) in tensors.iter_mut().enumerate() {
            let spread = if number < TABLES {
                0.1
            } else if number >= Part::Layers as usize && tensor.rows > 1 {
                (3.0 / tensor.rows as f32).sqrt()
            } else if number == Part::ArcWeights as usize || number == Part::Distances as usize {
                0.02
            } else if tensor.rows > 1 {
                (6.0 / (tensor.rows + tensor.columns) as f32).sqrt()
            } else {
                0.0
            };
            tensor.data.iter_mut().for_each(|value| *value = (dice.part() * 2.0 - 1.0) * spread);
        }
        Weights { tensors, means: zeros.clone(), squares: zeros, steps: 0, is_fresh: true }
    }

    /// Weights to go on from; tensors with fewer rows than asked for get zeros below.
    pub fn from(classes: Classes, tensors: Vec<Matrix>) -> Self {
        let zeros: Vec<Matrix> =
            layout::shapes(classes).into_iter().map(|(rows, columns)| Matrix::zeros(rows, columns)).collect();
        let fill = |(mut all, known): (Matrix, Matrix)| {
            all.data[..known.data.len()].copy_from_slice(&known.data);
            all
        };
        let tensors = zeros.clone().into_iter().zip(tensors).map(fill).collect();
        Weights { tensors, means: zeros.clone(), squares: zeros, steps: 0, is_fresh: false }
    }

    /// The values, without the rows of tables that no training word ever touched.
    pub fn finished(&self) -> Vec<Matrix> {
        let mut tensors = self.tensors.clone();
        for (tensor, squares) in tensors.iter_mut().zip(&self.squares).take(TABLES) {
            for row in 0..tensor.rows {
                if self.is_fresh && squares.row(row).iter().all(|square| *square == 0.0) {
                    tensor.row_mut(row).fill(0.0);
                }
            }
        }
        tensors
    }

    /// One step down the gradient, which is cleared. Only the rows of a table that the batch touched move.
    pub fn step(&mut self, gradients: &mut Gradients, rate: f32) {
        self.steps += 1;
        let shrink = (LONGEST_GRADIENT / gradients.norm().max(1e-12)).min(1.0);
        let mean_share = 1.0 - MEAN_DECAY.powi(self.steps);
        let square_share = 1.0 - SQUARE_DECAY.powi(self.steps);
        let pace = rate * square_share.sqrt() / mean_share;
        for number in 0..self.tensors.len() {
            let rows = if number < TABLES {
                let rows = std::mem::take(&mut gradients.touched[number]);
                rows.iter().for_each(|&row| gradients.marks[number][row as usize] = false);
                rows
            } else {
                (0..self.tensors[number].rows as u32).collect()
            };
            for row in rows {
                let row = row as usize;
                let gradient = gradients.tensors[number].row_mut(row);
                let values = self.tensors[number].row_mut(row).iter_mut();
                let memory = self.means[number].row_mut(row).iter_mut().zip(self.squares[number].row_mut(row));
                for ((value, (mean, square)), gradient) in values.zip(memory).zip(gradient.iter_mut()) {
                    let slope = *gradient * shrink;
                    *mean = MEAN_DECAY * *mean + (1.0 - MEAN_DECAY) * slope;
                    *square = SQUARE_DECAY * *square + (1.0 - SQUARE_DECAY) * slope * slope;
                    *value -= pace * *mean / (square.sqrt() + TINY);
                    *gradient = 0.0;
                }
            }
        }
    }
}
