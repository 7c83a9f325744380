/**
 * Copies what an installation is made of while it runs, and lays it down elsewhere. It knows files and the store; it serves
 * nothing and decides nothing.
 */
package dev.bastion.backup;
