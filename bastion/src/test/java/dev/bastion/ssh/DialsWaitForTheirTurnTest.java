package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DialsWaitForTheirTurnTest {
    private final DialLimits limits = new DialLimits(Runnable::run);
    private final List<String> dialled = new ArrayList<>();

    @Test
    void fourToOneTarget() {
        List<DialLimits.Slot> slots = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            slots.add(ask("person-" + number, "prod-db-1"));
        }
        assertEquals(4, dialled.size());
        slots.get(0).release();
        assertEquals("person-4 prod-db-1", dialled.get(4));
        slots.get(1).release();
        assertEquals("person-5 prod-db-1", dialled.get(5));
    }

    @Test
    void eightOfOnePerson() {
        List<DialLimits.Slot> slots = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
            slots.add(ask("alice", "target-" + number));
        }
        ask("erin", "target-9");
        assertEquals(9, dialled.size());
        assertEquals("erin target-9", dialled.get(8));
        slots.get(3).release();
        assertEquals("alice target-8", dialled.get(9));
    }

    @Test
    void threeOfOnePersonToOneTargetSoThatASecondGetsIn() {
        List<DialLimits.Slot> slots = new ArrayList<>();
        for (int number = 0; number < 60; number++) {
            slots.add(ask("alice", "prod-db-1"));
        }
        assertEquals(3, dialled.size());
        DialLimits.Slot erins = ask("erin", "prod-db-1");
        assertEquals("erin prod-db-1", dialled.get(3));
        slots.get(0).release();
        assertEquals("alice prod-db-1", dialled.get(4));
        erins.release();
        assertEquals(5, dialled.size());
    }

    @Test
    void overtakesTheOneWhoCannotGoYet() {
        for (int number = 0; number < 5; number++) {
            ask("alice", "prod-db-1");
        }
        ask("alice", "prod-web-1");
        assertEquals("alice prod-web-1", dialled.get(3));
    }

    @Test
    void givesBackASlotOnce() {
        List<DialLimits.Slot> slots = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            slots.add(ask("person-" + number, "prod-db-1"));
        }
        slots.get(0).release();
        slots.get(0).release();
        slots.get(0).release();
        assertEquals(5, dialled.size());
    }

    @Test
    void neverDialsForOneWhoLeftTheQueue() {
        List<DialLimits.Slot> slots = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            slots.add(ask("person-" + number, "prod-db-1"));
        }
        slots.get(4).release();
        slots.get(0).release();
        assertEquals(List.of("person-5 prod-db-1"), dialled.subList(4, dialled.size()));
    }

    @Test
    void countsWhatIsBeingDialledThoughNobodyWantsItAnyMore() {
        List<DialLimits.Slot> slots = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            slots.add(ask("person-" + number, "prod-db-1"));
        }
        slots.get(0).withdraw();
        slots.get(4).withdraw();
        assertEquals(4, dialled.size());
        slots.get(0).release();
        assertEquals(List.of("person-5 prod-db-1"), dialled.subList(4, dialled.size()));
    }

    @Test
    void holdsEveryLimitInAnyOrderAndServesEverybody() {
        Random random = new Random(5);
        List<Dial> dials = new ArrayList<>();
        for (int step = 0; step < 2000; step++) {
            Dial dial = new Dial("p" + random.nextInt(3), "t" + random.nextInt(5));
            dials.add(dial);
            dial.slot = limits.ask(dial.person, dial.target, () -> dial.begun = true);
            List<Dial> open = dials.stream().filter(Dial::open).toList();
            for (Dial each : open) {
                assertTrue(open.stream()
                                .filter(other -> other.person.equals(each.person))
                                .count()
                        <= 8);
                assertTrue(open.stream()
                                .filter(other -> other.target.equals(each.target))
                                .count()
                        <= 4);
                assertTrue(open.stream()
                                .filter(other -> other.person.equals(each.person) && other.target.equals(each.target))
                                .count()
                        <= 3);
            }
            Dial ending = open.get(random.nextInt(open.size()));
            ending.over = true;
            ending.slot.release();
        }
        for (Dial dial : dials) {
            if (dial.begun) {
                dial.over = true;
                dial.slot.release();
            }
        }
        assertTrue(dials.stream().allMatch(dial -> dial.begun));
    }

    private static final class Dial {
        private final String person;
        private final String target;
        private DialLimits.Slot slot;
        private boolean begun;
        private boolean over;

        Dial(String person, String target) {
            this.person = person;
            this.target = target;
        }

        boolean open() {
            return begun && !over;
        }
    }

    private DialLimits.Slot ask(String person, String target) {
        return limits.ask(person, target, () -> dialled.add(person + " " + target));
    }
}
