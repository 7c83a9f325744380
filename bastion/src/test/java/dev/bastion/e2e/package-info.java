/**
 * The product as people meet it: stock OpenSSH clients against the demo's world of two real hosts and three people. Knows
 * commands, exit statuses and files; nothing of the classes behind them.
 */
package dev.bastion.e2e;
