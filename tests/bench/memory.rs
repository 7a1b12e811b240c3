//! What the benchmarks ask of the system.

/// The most memory that this process has held, in kilobytes.
pub fn peak() -> Option<u64> {
    status("VmHWM:")
}

/// The memory that this process holds now, in kilobytes.
#[allow(dead_code, reason = "not every benchmark asks")]
pub fn resident() -> Option<u64> {
    status("VmRSS:")
}

/// Lets [`peak`] begin again with what is held now.
#[allow(dead_code, reason = "not every benchmark asks")]
pub fn forget_peak() {
    // 5 is the kernel's number for it (proc(5), clear_refs); elsewhere the peak is of the whole run.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn status(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
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
