/**
 * The append-only, Merkle-hashed log: its leaves are opaque bytes, its proofs follow RFC 6962. Knows nothing of
 * what an event means, nor of the database that keeps it.
 */
package dev.bastion.recorder.ledger;
