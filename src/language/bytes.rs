//! Numbers and strings as bytes: the small language of the model files.

use super::model_file::ModelError;

/// Reads what [`Writer`] wrote; every failure is [`ModelError::Damaged`].
pub(crate) struct Reader<'b> {
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Reader { bytes }
    }
    /// Bytes not yet read.
    pub fn left(&self) -> usize {
        self.bytes.len()
    }
    pub fn byte(&mut self) -> Result<u8, ModelError> {
        let (&first, rest) = self.bytes.split_first().ok_or(ModelError::Damaged)?;
        self.bytes = rest;
        Ok(first)
    }
    /// A number in LEB128.
    pub fn number(&mut self) -> Result<u64, ModelError> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(ModelError::Damaged)
    }
    /// How many items follow; never more than there are bytes.
    pub fn count(&mut self) -> Result<usize, ModelError> {
        let count = self.number()? as usize;
        if count > self.left().max(1 << 16) { Err(ModelError::Damaged) } else { Ok(count) }
    }
    /// So many bytes as they are.
    pub fn take(&mut self, count: usize) -> Result<&'b [u8], ModelError> {
        let (taken, rest) = self.bytes.split_at_checked(count).ok_or(ModelError::Damaged)?;
        self.bytes = rest;
        Ok(taken)
    }
    /// What [`Writer::long`] wrote.
    pub fn bytes(&mut self) -> Result<&'b [u8], ModelError> {
        let count = self.number()? as usize;
        self.take(count)
    }
    pub fn text(&mut self) -> Result<&'b str, ModelError> {
        let bytes = self.bytes()?;
        std::str::from_utf8(bytes).map_err(|_| ModelError::Damaged)
    }
}

/// Writes numbers and strings.
#[derive(Default)]
#[cfg_attr(not(feature = "train"), allow(dead_code))]
pub(crate) struct Writer {
    pub bytes: Vec<u8>,
}

#[cfg_attr(not(feature = "train"), allow(dead_code))]
impl Writer {
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }
    /// A number in LEB128.
    pub fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }
    pub fn text(&mut self, text: &str) {
        self.long(text.as_bytes());
    }
    /// Bytes, and how many they are.
    pub fn long(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }
    pub fn texts(&mut self, texts: &[impl AsRef<str>]) {
        self.number(texts.len() as u64);
        texts.iter().for_each(|text| self.text(text.as_ref()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_come_back() {
        let mut out = Writer::default();
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        numbers.iter().for_each(|&number| out.number(number));
        out.text("año");
        let mut input = Reader::new(&out.bytes);
        assert!(numbers.iter().all(|&number| input.number().unwrap() == number));
        assert_eq!(input.text().unwrap(), "año");
        assert!(input.byte().is_err());
    }
}
