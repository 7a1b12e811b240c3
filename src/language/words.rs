//! What the model sees of a word: its form without the accidents of typing, and its shape.

/// Mixes `value` into a running hash.
#[inline]
pub(crate) fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(23) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The hash of a string (FNV-1a, then mixed), never 0: 0 stands for "nothing here".
pub(crate) fn hash_str(text: &str) -> u32 {
    let fnv = text
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
    ((mix(fnv, 0x51) >> 32) as u32).max(1)
}

/// The form as features know it: lower case, digits as `0`, one kind of quotation mark, apostrophe and dash.
pub(crate) fn normalise(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    for c in form.chars() {
        match c {
            '“' | '”' | '„' | '«' | '»' | '‟' => out.push('"'),
            '‘' | '’' | '‚' | '´' | '`' | 'ʼ' => out.push('\''),
            '–' | '—' | '―' | '‐' | '‑' | '−' => out.push('-'),
            '…' => out.push_str("..."),
            _ if c.is_numeric() => out.push('0'),
            _ => out.extend(c.to_lowercase()),
        }
    }
    match out.as_str() {
        "''" | "``" => "\"".to_owned(),
        "--" | "---" => "-".to_owned(),
        _ => out,
    }
}

/// The outline of a word: runs of capitals, small letters and digits as one sign each, other signs as they are.
pub(crate) fn outline(form: &str) -> u32 {
    let mut hash = 1u64;
    let mut last = '\0';
    let mut signs = 0;
    for c in form.chars() {
        let sign = match c {
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ if c.is_numeric() => '0',
            '–' | '—' => '-',
            '’' | '‘' => '\'',
            '“' | '”' | '«' | '»' => '"',
            _ => c,
        };
        if sign != last && signs < 6 {
            hash = mix(hash, sign as u64);
            signs += 1;
        }
        last = sign;
    }
    let length = form.chars().take(4).count() as u64;
    (mix(hash, length) >> 32) as u32 | 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_and_dashes_look_alike() {
        for pair in [("“", "\""), ("don’t", "don't"), ("—", "-"), ("1998", "2024"), ("``", "''"), ("ÁRBOL", "árbol")]
        {
            assert_eq!(normalise(pair.0), normalise(pair.1));
        }
    }
}
