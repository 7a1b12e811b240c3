//! The weights as a file: DEFLATE around three networks, each with its rows sorted by feature; of the
//! features, the gaps between them are written.

use super::net::Net;
use super::resolve::{Chains, KINDS, lists};
use crate::model::Lang;
use std::io::Read;

/// First bytes of a file of weights, before compression.
const MAGIC: &[u8; 8] = b"chains01";

/// The file holds no weights that this version reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no coreference model of this version, or a damaged one")]
pub struct BadModel;

impl Chains {
    /// Reads weights.
    ///
    /// # Errors
    /// [`BadModel`] where the bytes are none.
    pub fn from_bytes(bytes: &[u8], lang: &Lang) -> Result<Chains, BadModel> {
        let mut raw = Vec::new();
        flate2::read::DeflateDecoder::new(bytes).read_to_end(&mut raw).map_err(|_| BadModel)?;
        let mut from = raw.strip_prefix(MAGIC).ok_or(BadModel)?;
        let mut chains = Chains { lists: lists(lang.code()).ok_or(BadModel)?, ..Chains::default() };
        chains.lang = Some(lang.clone());
        for (net, outputs) in [(&mut chains.kinds, KINDS), (&mut chains.new, 1), (&mut chains.pair, 1)] {
            *net = read(&mut from).filter(|net| net.outputs == outputs).ok_or(BadModel)?;
        }
        Ok(chains)
    }

    /// The weights as a file.
    #[cfg(feature = "train")]
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        use std::io::Write;
        let mut raw = MAGIC.to_vec();
        [&self.kinds, &self.new, &self.pair].into_iter().for_each(|net| write(net, &mut raw));
        let mut packed = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(&raw).and_then(|()| packed.finish()).unwrap_or_default()
    }
}

fn take<const N: usize>(from: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = from.split_first_chunk::<N>()?;
    *from = rest;
    Some(*head)
}

fn number(from: &mut &[u8]) -> Option<usize> {
    take(from).map(|bytes| u32::from_le_bytes(bytes) as usize)
}

fn floats(from: &mut &[u8], count: usize) -> Option<Vec<f32>> {
    (0..count).map(|_| take(from).map(f32::from_le_bytes)).collect()
}

/// A whole number in groups of seven bits, the lowest first; all but the last have their high bit set.
fn gap(from: &mut &[u8]) -> Option<u32> {
    let mut value = 0u32;
    for shift in (0..32).step_by(7) {
        let [byte] = take(from)?;
        value |= u32::from(byte & 0x7F).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn read(from: &mut &[u8]) -> Option<Net> {
    let (hidden, outputs, count) = (number(from)?, number(from)?, number(from)?);
    let width = hidden.checked_add(outputs)?;
    if width > 4096 || count.checked_mul(width + 1)? > from.len() {
        return None;
    }
    let scales = floats(from, width)?;
    let mut net = Net { hidden, outputs, ..Net::default() };
    let mut feature = 0u32;
    for row in 0..count as u32 {
        feature = feature.checked_add(gap(from)?)?;
        net.rows.insert(feature, row);
    }
    let (rows, rest) = from.split_at_checked(count * width)?;
    *from = rest;
    net.table = rows.iter().zip(scales.iter().cycle()).map(|(value, scale)| f32::from(*value as i8) * scale).collect();
    net.hidden_bias = floats(from, hidden)?;
    net.top = floats(from, hidden * outputs)?;
    net.bias = floats(from, outputs)?;
    Some(net)
}

/// Rows in eight bits: each column has one scale, so that its largest weight is 127.
#[cfg(feature = "train")]
fn write(net: &Net, out: &mut Vec<u8>) {
    let width = net.width();
    let mut rows: Vec<(u32, u32)> = net.rows.iter().map(|(feature, row)| (*feature, *row)).collect();
    rows.sort_unstable();
    for value in [net.hidden, net.outputs, rows.len()] {
        out.extend((value as u32).to_le_bytes());
    }
    let largest =
        |column: usize| net.table.iter().skip(column).step_by(width).fold(1e-6f32, |most, value| most.max(value.abs()));
    let scales: Vec<f32> = (0..width).map(|column| largest(column) / 127.0).collect();
    scales.iter().for_each(|scale| out.extend(scale.to_le_bytes()));
    let mut before = 0;
    for (feature, _) in &rows {
        let mut gap = feature - before;
        before = *feature;
        while gap >= 0x80 {
            out.push(gap as u8 | 0x80);
            gap >>= 7;
        }
        out.push(gap as u8);
    }
    for (_, row) in &rows {
        let values = &net.table[*row as usize * width..][..width];
        out.extend(values.iter().zip(&scales).map(|(value, scale)| (value / scale).round() as i8 as u8));
    }
    for value in net.hidden_bias.iter().chain(&net.top).chain(&net.bias) {
        out.extend(value.to_le_bytes());
    }
}
