package dev.bastion.cli;

import dev.bastion.Bastion;
import dev.bastion.policy.text.HostPort;

/** The wiring of the whole, as its command line sees it. */
record RunningBastion(Bastion bastion, String host) implements Starter.Running {
    @Override
    public String address() {
        return new HostPort(host, bastion.port()).toString();
    }

    @Override
    public void warmUp() {
        bastion.warmUp();
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        bastion.awaitEnd();
    }

    @Override
    public void close() {
        bastion.close();
    }
}
