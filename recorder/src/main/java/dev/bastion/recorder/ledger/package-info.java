/**
 * The append-only, Merkle-hashed log: its leaves are opaque bytes, its tree and proofs follow RFC 6962, its heads are
 * the checkpoints and signed notes of C2SP, so that an auditor can check them with somebody else's tools. Knows
 * nothing of what an event means, nor of the database that keeps it.
 */
package dev.bastion.recorder.ledger;
