package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationState;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * The only place that knows which of the two databases it is: how to connect so that a commit is durable, and which
 * errors mean what. Everything else is the same SQL.
 *
 * <p>Safe for many threads.
 */
final class Database implements AutoCloseable {

    private static final int READERS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_CONSTRAINT = 19;
    private static final int PRIMARY_CODE = 0xff;
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String DISK_FULL = "53100";

    private final DatabaseSettings settings;
    private final HikariDataSource readers;

    Database(DatabaseSettings settings) {
        this.settings = requireNonNull(settings, "settings is null");
        this.readers = new HikariDataSource(pool());
    }

    /** A connection that may write, each commit durable before it returns; one writer keeps one. */
    Handle openWriter() {
        // Taking SQLite's write lock at once avoids a failure half way through when another process writes as well.
        var handle = open(TransactionMode.IMMEDIATE);
        if (!settings.isSqlite()) {
            // The server's configuration may have turned this off to be quick.
            handle.execute("SET synchronous_commit = on");
        }
        return handle;
    }

    /** A connection that reads a whole moment of the database without holding up writers; temporary tables are allowed. */
    Handle openAside() {
        return open(TransactionMode.DEFERRED);
    }

    /** Connections that read, taken from a small pool. */
    Jdbi readers() {
        return Jdbi.create(readers);
    }

    /**
     * Brings the tables to the shape that this version knows.
     *
     * @throws StoreRefusedException.Newer when a newer bastion has changed them already
     */
    void migrate() {
        if (settings.isSqlite()) {
            createDirectory();
        }
        refuseNewer();
        flyway().migrate();
    }

    /**
     * Makes sure that this version knows the tables.
     *
     * @throws StoreRefusedException.Newer when a newer bastion has changed them already
     */
    void refuseNewer() {
        var newer = Arrays.stream(flyway().info().all())
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS)
                .findFirst();
        if (newer.isPresent()) {
            throw new StoreRefusedException.Newer("the store has tables of version "
                    + newer.get().getVersion() + ", which this bastion does not know");
        }
    }

    /** Whether several bastions may work on it. */
    boolean isShared() {
        return !settings.isSqlite();
    }

    /** Whether somebody else has taken a number that we wanted. */
    boolean isConflict(Throwable failure) {
        return sqlCause(failure) instanceof SQLException e
                && (settings.isSqlite()
                        ? (e.getErrorCode() & PRIMARY_CODE) == SQLITE_CONSTRAINT
                        : UNIQUE_VIOLATION.equals(e.getSQLState()));
    }

    /** Whether the disk below the database is full. */
    boolean isDiskFull(Throwable failure) {
        return sqlCause(failure) instanceof SQLException e
                && (settings.isSqlite()
                        ? (e.getErrorCode() & PRIMARY_CODE) == SQLITE_FULL
                        : DISK_FULL.equals(e.getSQLState()));
    }

    @Override
    public void close() {
        readers.close();
    }

    private static Throwable sqlCause(Throwable failure) {
        var cause = failure;
        while (cause != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        // A batch reports its own failure first and the database's behind it.
        return cause instanceof SQLException e && e.getNextException() != null && e.getErrorCode() == 0
                ? e.getNextException()
                : cause;
    }

    private Handle open(TransactionMode mode) {
        ConnectionFactory connections = settings.isSqlite()
                ? sqlite(mode)::getConnection
                : () -> DriverManager.getConnection(settings.url(), postgres());
        return Jdbi.create(connections).open();
    }

    private Flyway flyway() {
        var configuration =
                Flyway.configure(Database.class.getClassLoader()).locations("classpath:dev/bastion/store/migration");
        if (settings.isSqlite()) {
            return configuration.dataSource(sqlite(TransactionMode.IMMEDIATE)).load();
        }
        return configuration
                .dataSource(
                        settings.url(),
                        settings.user().orElse(null),
                        settings.password().orElse(null))
                .load();
    }

    private SQLiteDataSource sqlite(TransactionMode mode) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // FULL syncs the write-ahead log in every commit; NORMAL would lose acknowledged events with the power.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout((int) PATIENCE.toMillis());
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setTransactionMode(mode);
        var source = new SQLiteDataSource(config);
        source.setUrl(settings.url());
        return source;
    }

    /** Properties of PostgreSQL's driver; a server that is half gone must not hold the writer for ever. */
    private Properties postgres() {
        var properties = new Properties();
        settings.user().ifPresent(user -> properties.setProperty("user", user));
        settings.password().ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty("ApplicationName", "bastion");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", Long.toString(PATIENCE.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(PATIENCE.toSeconds()));
        return properties;
    }

    private HikariConfig pool() {
        var config = new HikariConfig();
        if (settings.isSqlite()) {
            config.setDataSource(sqlite(TransactionMode.DEFERRED));
            config.setConnectionInitSql("PRAGMA query_only = 1");
        } else {
            config.setJdbcUrl(settings.url());
            config.setDataSourceProperties(postgres());
            config.setReadOnly(true);
        }
        config.setPoolName("ledger-readers");
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(PATIENCE.toMillis());
        // A database that is away must not keep the pool from being made: the writer says so in its own words.
        config.setInitializationFailTimeout(-1);
        return config;
    }

    private void createDirectory() {
        try {
            Directories.make(settings.sqliteFile().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory of '" + settings.sqliteFile() + "'", e);
        }
    }
}
