//! What the benchmarks ask of the system.

/// The most memory that this process has held, in kilobytes.
pub fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Prints it.
#[allow(dead_code, reason = "not every benchmark prints it so")]
pub fn print_peak() {
    match peak() {
        Some(kilobytes) => println!("peak memory: {:.0} MB", kilobytes as f64 / 1e3),
        None => println!("peak memory: not known on this system"),
    }
}
