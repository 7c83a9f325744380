package dev.bastion.ssh;

/** What an SSH connection of ours runs on: a socket, or a tunnel in another connection. Thread-safe. */
interface Carrier extends Backlog {
    /** Cuts the connection off because its peer does not read: no byte passes from here on. Never waits. */
    void giveUp();
}
