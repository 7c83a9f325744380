package dev.bastion.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.store.PostgresForTests.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PostgresForTestsAnswersTest {
    @Test
    void eachDatabaseIsFresh() throws SQLException {
        Database first = PostgresForTests.freshDatabase();
        Database second = PostgresForTests.freshDatabase();
        assertNotEquals(first.jdbcUrl(), second.jdbcUrl());
        try (Connection one = connect(first);
                Connection two = connect(second);
                Statement inOne = one.createStatement();
                Statement inTwo = two.createStatement()) {
            inOne.execute("CREATE TABLE leaf (n INT)");
            try (ResultSet found = inTwo.executeQuery("SELECT count(*) FROM pg_tables WHERE tablename = 'leaf'")) {
                assertTrue(found.next());
                assertEquals(0, found.getInt(1));
            }
        }
    }

    private static Connection connect(Database database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }
}
