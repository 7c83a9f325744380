/**
 * What a terminal is told, taken apart: what may reach a reviewer's screen, and the plain text that remains. Knows escape
 * sequences (ECMA-48, xterm's ctlseqs) and nothing of recordings.
 */
package dev.bastion.recorder.screen;
