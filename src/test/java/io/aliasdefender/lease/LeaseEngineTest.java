package io.aliasdefender.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.clock.VirtualTimers;
import io.aliasdefender.core.lease.Wish;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.payload.LeaseNews;
import io.aliasdefender.payload.LeaseWish;
import io.aliasdefender.payload.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseEngineTest {
    private static final String NAME = "alias/192.0.2.100";
    private static final String OTHER = "alias/192.0.2.101";
    private static final Duration TTL = Duration.ofSeconds(4);

    private final VirtualTimers timers = new VirtualTimers();
    private final Store store = new Store();
    private final List<LeaseNews> news = new ArrayList<>();
    private LeaseEngine engine;
    private long wishes;

    @BeforeEach
    void begin() {
        engine = engine(new DaemonId("web1", "kernel", "start"), news);
        engine.start();
    }

    private LeaseEngine engine(DaemonId self, List<LeaseNews> toldTo) {
        return new LeaseEngine(timers, store, self, TTL, new LeaseEngine.Output() {
            @Override
            public void news(LeaseNews told) {
                toldTo.add(told);
            }

            @Override
            public void report(Report report) {
                // For people.
            }
        });
    }

    private void wish(Wish wish) {
        engine.wish(new LeaseWish(NAME, Set.of(NAME), wish, Optional.empty(), false, ++wishes));
    }

    private LeaseNews newest() {
        return news.get(news.size() - 1);
    }

    @Test
    void grantShouldEndByTheClockThatGoesOnDuringASuspension() {
        wish(Wish.NEEDED);

        assertThat(newest().permit().granted()).isEqualTo(Known.YES);
        assertThat(newest().permit().until().toNanos())
                .isEqualTo(timers.bootNanos() + Duration.ofMillis(3_800).toNanos());
    }

    @Test
    void newsShouldSayWhichWishTheyKnowOf() {
        wish(Wish.NEEDED);
        wish(Wish.NOTHING);

        assertThat(newest().permit().granted()).isEqualTo(Known.UNKNOWN);
        assertThat(newest().wish()).isEqualTo(2);
    }

    @Test
    void writeWithoutAnAnswerWhenItWasDoneShouldBeGivenBack() {
        store.answersWrites = false;
        wish(Wish.WANTED);
        wish(Wish.NOTHING);
        assertThat(store.entries).containsKey(NAME);

        // Not even the reading that follows at once is answered.
        store.answersReads = false;
        timers.pass(Duration.ofSeconds(2));
        store.answersReads = true;
        store.answersWrites = true;
        timers.pass(Duration.ofSeconds(2));

        assertThat(store.entries).isEmpty();
    }

    @Test
    void writeWithoutAnAnswerWhenItIsDoneLateShouldBeGivenBack() {
        store.answersWrites = false;
        store.writes = false;
        wish(Wish.WANTED);
        wish(Wish.NOTHING);
        timers.pass(Duration.ofSeconds(3));

        store.entries.put(NAME, new LeaseStore.Entry(store.asked, ++store.revision));
        store.writes = true;
        store.answersWrites = true;
        timers.pass(Duration.ofSeconds(2));

        assertThat(store.entries).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"web1, another kernel, NO", "web1, kernel, YES", "web0, kernel, YES"})
    void leaseOfAnotherDaemonShouldBeTakenAtOnceWhenItIsOnTheSameKernelWhateverItsName(
            String name, String kernel, Known granted) {
        wish(Wish.NEEDED);
        List<LeaseNews> others = new ArrayList<>();
        LeaseEngine other = engine(new DaemonId(name, kernel, "another start"), others);
        other.start();

        other.wish(new LeaseWish(NAME, Set.of(NAME), Wish.NEEDED, Optional.empty(), false, 1));
        timers.pass(Duration.ofSeconds(1));

        assertThat(others.get(others.size() - 1).permit().granted()).isEqualTo(granted);
    }

    @Test
    void leaseWhenItIsToHaveAnotherLengthShouldBeThisDaemonsWithoutAGap() {
        wish(Wish.NEEDED);
        int before = news.size();

        engine.reconfigure(new DaemonId("web1", "kernel", "start"), TTL.plusSeconds(1));

        assertThat(news.subList(before, news.size()))
                .allSatisfy(told -> assertThat(told.permit().granted() == Known.YES
                                || told.permit().pending())
                        .isTrue());
        assertThat(newest().permit().until().toNanos())
                .isEqualTo(timers.bootNanos() + Duration.ofMillis(4_750).toNanos());
    }

    /** Another one may have taken it, and the store was not heard since. */
    @Test
    void leaseThatAnotherNodeMayTakeShouldNotPermitToAddAnything() {
        wish(Wish.NEEDED);
        engine.wish(new LeaseWish(NAME, Set.of(NAME), Wish.NEEDED, Optional.of("web2"), false, ++wishes));
        store.answersWrites = false;

        wish(Wish.WANTED);

        assertThat(newest().permit().granted()).isEqualTo(Known.YES);
        assertThat(newest().permit().offered()).isTrue();
    }

    /** Another host, to which this one hands the lease on, and which takes it. */
    private LeaseEngine taker(List<LeaseNews> told, String start) {
        LeaseEngine taker = engine(new DaemonId("web2", "another kernel", start), told);
        taker.start();
        return taker;
    }

    private void handsOn(LeaseEngine taker) {
        wish(Wish.NEEDED);
        engine.wish(new LeaseWish(NAME, Set.of(NAME), Wish.NEEDED, Optional.of("web2"), false, ++wishes));
        taker.wish(new LeaseWish(NAME, Set.of(NAME), Wish.WANTED, Optional.empty(), true, ++wishes));
        timers.pass(Duration.ofMillis(200));
        assertThat(store.entries.get(NAME).owner().node()).isEqualTo("web2");
    }

    @Test
    void leaseThatWasHandedOnAndIsNotUsedShouldBeBackAtOnce() {
        LeaseEngine taker = taker(new ArrayList<>(), "start");
        handsOn(taker);

        taker.wish(new LeaseWish(NAME, Set.of(NAME), Wish.NOTHING, Optional.empty(), false, ++wishes));
        wish(Wish.NEEDED);
        timers.pass(Duration.ofMillis(200));

        assertThat(newest().permit().granted()).isEqualTo(Known.YES);
        assertThat(newest().permit().offered()).isFalse();
    }

    @Test
    void leaseThatWasHandedOnWhenTheGiverHasReleasedTheAliasShouldBeTheTakersForGood() {
        List<LeaseNews> told = new ArrayList<>();
        LeaseEngine taker = taker(told, "start");
        handsOn(taker);

        wish(Wish.NOTHING);
        taker.wish(new LeaseWish(NAME, Set.of(NAME), Wish.WANTED, Optional.empty(), false, ++wishes));
        timers.pass(TTL.dividedBy(2));

        assertThat(told.get(told.size() - 1).permit().granted()).isEqualTo(Known.YES);
        assertThat(told.get(told.size() - 1).permit().offered()).isFalse();
    }

    @Test
    void leaseThatWasHandedOnWhenTheGiverIsGoneShouldCountWhenItsTimeIsOver() {
        List<LeaseNews> told = new ArrayList<>();
        LeaseEngine taker = taker(told, "start");
        handsOn(taker);
        engine.stop(() -> {});

        taker.wish(new LeaseWish(NAME, Set.of(NAME), Wish.WANTED, Optional.empty(), false, ++wishes));
        timers.pass(TTL);
        assertThat(told.get(told.size() - 1).permit().granted()).isNotEqualTo(Known.YES);

        timers.pass(TTL.multipliedBy(2));
        assertThat(told.get(told.size() - 1).permit().granted()).isEqualTo(Known.YES);
        assertThat(told.get(told.size() - 1).permit().offered()).isFalse();
    }

    @Test
    void leaseThatWasHandedOnShouldNotBeHandedOnAgainWhileTheFirstGiverMayHaveTheAlias() {
        LeaseEngine taker = taker(new ArrayList<>(), "start");
        handsOn(taker);

        taker.wish(new LeaseWish(NAME, Set.of(NAME), Wish.NEEDED, Optional.of("web3"), false, ++wishes));
        timers.pass(TTL);
        assertThat(store.entries.get(NAME).owner().handTo()).isEmpty();

        timers.pass(TTL.multipliedBy(2));
        assertThat(store.entries.get(NAME).owner().handTo()).contains("web3");
    }

    @Test
    void leaseThatWasGivenBackShouldBeKeptFromOthersWhenItsDaemonStops() {
        LeaseEngine taker = taker(new ArrayList<>(), "start");
        handsOn(taker);
        taker.wish(new LeaseWish(NAME, Set.of(NAME), Wish.NOTHING, Optional.empty(), false, ++wishes));

        taker.stop(() -> {});

        assertThat(store.ended).isZero();
    }

    @Test
    void leaseThatWasHandedOnShouldBeSoForTheNextDaemonToo() {
        LeaseEngine taker = taker(new ArrayList<>(), "start");
        handsOn(taker);
        taker.stop(() -> {});
        List<LeaseNews> told = new ArrayList<>();

        taker(told, "another start")
                .wish(new LeaseWish(NAME, Set.of(NAME), Wish.NEEDED, Optional.empty(), false, ++wishes));
        timers.pass(TTL);
        assertThat(told.get(told.size() - 1).permit().offered()).isTrue();

        timers.pass(TTL.multipliedBy(2));
        assertThat(told.get(told.size() - 1).permit().offered()).isFalse();
        assertThat(store.entries.get(NAME).owner().from()).isEmpty();
    }

    private LeaseWish ofTheGroup(Wish wish) {
        return new LeaseWish("group/web", Set.of(NAME, OTHER), wish, Optional.empty(), false, ++wishes);
    }

    @Test
    void aliasWhenItBelongsToAGroupFromNowOnShouldBeNobodyElsesMeanwhile() {
        wish(Wish.NEEDED);
        engine.wish(ofTheGroup(Wish.NEEDED));
        wish(Wish.NOTHING);
        timers.pass(Duration.ofSeconds(2));

        assertThat(store.removed).isEmpty();
        assertThat(store.entries).containsOnlyKeys(NAME, OTHER);
    }

    @Test
    void aliasOfAGroupThatAnotherHostHasShouldNotBeTakenAlone() {
        engine.wish(ofTheGroup(Wish.NEEDED));
        List<LeaseNews> others = new ArrayList<>();
        LeaseEngine other = engine(new DaemonId("web2", "another kernel", "another start"), others);
        other.start();

        other.wish(new LeaseWish(OTHER, Set.of(OTHER), Wish.NEEDED, Optional.empty(), false, 1));
        timers.pass(Duration.ofSeconds(1));

        assertThat(others.get(others.size() - 1).permit().why()).isEqualTo("web1 has the lease");
    }

    @Test
    void groupWhenAnotherHostHasAPartOfItShouldNotKeepTheRestFromIt() {
        List<LeaseNews> others = new ArrayList<>();
        LeaseEngine other = engine(new DaemonId("web2", "another kernel", "another start"), others);
        other.start();
        other.wish(new LeaseWish(OTHER, Set.of(OTHER), Wish.NEEDED, Optional.empty(), false, 1));
        wish(Wish.NEEDED);

        engine.wish(ofTheGroup(Wish.WANTED));
        wish(Wish.NOTHING);
        timers.pass(Duration.ofSeconds(2));

        assertThat(store.entries).containsOnlyKeys(OTHER);
    }

    @Test
    void renewalWhenNoMajorityConfirmsItShouldNotCount() {
        wish(Wish.NEEDED);
        Duration until = newest().permit().until();

        store.confirms = false;
        timers.pass(Duration.ofSeconds(3));

        assertThat(newest().permit().until()).isEqualTo(until);
    }

    @Test
    void renewalByALeaderWhenTheMajorityHasAnotherShouldNotCount() {
        wish(Wish.NEEDED);
        Duration until = newest().permit().until();

        store.term = 2;
        timers.pass(Duration.ofSeconds(3));
        assertThat(newest().permit().until()).isEqualTo(until);

        store.renewingTerm = 2;
        timers.pass(Duration.ofSeconds(1));
        assertThat(newest().permit().until()).isGreaterThan(until);
    }

    /** A second endpoint was asked, and was slow. */
    @Test
    void copyOfAWriteWhenItIsDoneAfterTheLeaseWasGivenBackShouldBeGivenBackToo() {
        wish(Wish.NEEDED);
        LeaseStore.Owner owner = store.asked;
        wish(Wish.NOTHING);
        assertThat(store.entries).isEmpty();

        timers.pass(Duration.ofSeconds(3));
        store.entries.put(NAME, new LeaseStore.Entry(owner, ++store.revision));
        timers.pass(Duration.ofSeconds(2));

        assertThat(store.entries).isEmpty();
    }

    @Test
    void leaseThatAnotherNodeMayTakeShouldNotBeExtended() {
        wish(Wish.NEEDED);
        engine.wish(new LeaseWish(NAME, Set.of(NAME), Wish.NEEDED, Optional.of("web2"), false, ++wishes));
        Duration until = newest().permit().until();

        timers.pass(Duration.ofSeconds(3));

        assertThat(newest().permit().until()).isEqualTo(until);
    }

    /** Answers at once, or never. */
    private static final class Store implements LeaseStore {
        private final Map<String, Entry> entries = new LinkedHashMap<>();
        private final List<String> removed = new ArrayList<>();
        private boolean writes = true;
        private boolean answersWrites = true;
        private boolean answersReads = true;
        private boolean confirms = true;
        /** Of the leader that renews, and of the one whom a majority follows. */
        private long renewingTerm = 1;

        private long term = 1;
        private long sessions;
        private long ended;
        private long revision;
        private Owner asked;

        @Override
        public void open(long ttlSeconds, Answer<Session> answer) {
            answer.is(new Session(++sessions, ttlSeconds));
        }

        @Override
        public void renew(long session, Answer<Renewal> answer) {
            answer.is(new Renewal(TTL.toSeconds(), renewingTerm));
        }

        @Override
        public void confirm(Answer<Long> answer) {
            if (confirms) {
                answer.is(term);
            }
        }

        @Override
        public void end(long session, Answer<Boolean> answer) {
            ended = session;
            answer.is(true);
        }

        @Override
        public void swap(Map<String, Long> fences, Owner owner, long session, Answer<Map<String, Entry>> answer) {
            asked = owner;
            if (writes && areThere(fences)) {
                revision++;
                fences.keySet().forEach(key -> entries.put(key, new Entry(owner, revision)));
            }
            if (answersWrites) {
                Map<String, Entry> there = new LinkedHashMap<>(entries);
                there.keySet().retainAll(fences.keySet());
                answer.is(there);
            }
        }

        private boolean areThere(Map<String, Long> fences) {
            return fences.entrySet().stream()
                    .allMatch(one -> Optional.ofNullable(entries.get(one.getKey()))
                            .map(Entry::fence)
                            .orElse(0L)
                            .equals(one.getValue()));
        }

        @Override
        public void remove(Map<String, Long> fences, Answer<Boolean> answer) {
            boolean same = areThere(fences);
            if (writes && same) {
                removed.addAll(fences.keySet());
                entries.keySet().removeAll(fences.keySet());
            }
            if (answersWrites) {
                answer.is(same);
            }
        }

        @Override
        public void read(Answer<Map<String, Entry>> answer) {
            if (answersReads) {
                answer.is(Map.copyOf(entries));
            }
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
