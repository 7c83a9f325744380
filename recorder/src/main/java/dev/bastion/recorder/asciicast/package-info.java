/**
 * Terminal recordings in the asciicast format: events to lines and lines to events, exact to the byte. Knows the
 * format alone; where a recording lies and whose it is are the affair of the package above.
 */
package dev.bastion.recorder.asciicast;
