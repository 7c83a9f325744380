/**
 * The keys of the three authorities over their lives: where the private halves are ({@link
 * dev.bastion.authority.KeyCabinet}), how one takes another's place without anybody losing access ({@link
 * dev.bastion.authority.Rotation}), and what a running bastion signs and trusts by at this moment ({@link
 * dev.bastion.authority.Authorities}). The ledger says how each key stands; nothing here keeps a state of its own.
 */
package dev.bastion.authority;
