//! Figures as Markdown, on the standard output.

/// Begins a table with these columns, of which the first is text.
pub fn table(title: &str, columns: &str) {
    println!("\n### {title}\n| {columns} |\n|---{}|", "|---:".repeat(columns.matches('|').count()));
}

/// A row of it.
pub fn row(cells: impl IntoIterator<Item = String>) {
    println!("| {} |", cells.into_iter().collect::<Vec<_>>().join(" | "));
}

/// What was meant to be at least this, and whether it is.
pub fn at_least(goal: f64, value: f64) -> String {
    told(&format!("≥ {goal}"), value >= goal)
}

/// What was meant to be at most this, and whether it is.
pub fn at_most(goal: f64, value: f64) -> String {
    told(&format!("≤ {goal}"), value <= goal)
}

fn told(goal: &str, is_met: bool) -> String {
    format!("{goal}: {}", if is_met { "yes" } else { "**no**" })
}

/// So many milliseconds, as exact as it matters.
pub fn ms(time: f64) -> String {
    if time < 10.0 { format!("{time:.2}") } else { format!("{time:.0}") }
}

/// A whole number, or one with a decimal where it is small.
pub fn rate(value: f64) -> String {
    if value < 100.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}
