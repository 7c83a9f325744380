/**
 * What was typed, printed and moved, kept as evidence: opening a recording before the first byte passes, sealing
 * it at the end, finding and reading it afterwards. This package knows bytes, times and opaque facts; it knows
 * nothing of policy, of people, of SSH types or of SQL.
 *
 * <p>A session's recording is a directory, {@code <root>/YYYY/MM/DD/s-41} by the day (UTC) on which it began:
 *
 * <pre>
 * facts.json            who, where, under which grant; at the end why it ended, and what each channel brought
 * events.jsonl          what happened besides bytes: channels, refused requests
 * terminal-0.cast       a terminal, asciicast version 2
 * exec-1.index          a command without a terminal: what ran, and what came when
 * exec-1.stdin .stdout .stderr    its streams as they were; .tail the last bytes of one that was too large
 * forward-2.index .stdin .stdout  a connection that the target opened for the person, likewise
 * transfers-2.jsonl     file operations, one a line
 * agent-3.jsonl         what the host asked of the person's agent, one message a line
 * SHA256SUM             made when it is sealed; {@code sha256sum -c} reads it, and its own digest is in the ledger
 * </pre>
 *
 * <p>Threads: whoever accepts bytes copies them and returns. Each session belongs to one writer thread ({@code
 * recorder-N}), which alone touches its files; {@code recorder-sync-N} put files on disk and look after the disk.
 */
package dev.bastion.recorder;
