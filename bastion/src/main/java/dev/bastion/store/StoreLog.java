package dev.bastion.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One logger for the whole package: an operator looks for the store, not for its classes. */
final class StoreLog {

    static final Logger LOG = LoggerFactory.getLogger("dev.bastion.store");

    private StoreLog() {}
}
