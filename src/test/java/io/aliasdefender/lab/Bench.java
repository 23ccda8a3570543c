package io.aliasdefender.lab;

import io.aliasdefender.lab.Sample.Job;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Puts Alias Defender and its rivals through the same ordeals, in turn, so that whatever else the machine does hits all
 * alike. What is measured goes to a file at once; a comparison that was broken off goes on where it was.
 */
final class Bench {
    /** The runs of short intervals that may share the machine have only one beside them. */
    private static final int MOST_AT_SHORT_INTERVALS = 2;

    /** Whoever has not one holder again by then is told with the figures up to then. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Multiples of it, without what is before the point, are spread evenly, however many there are. */
    private static final double GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

    private final double firstPhase = ThreadLocalRandom.current().nextDouble();
    private final BenchOptions options;
    private final Samples samples;
    private final PrintStream out;
    private final List<Lab> labs = new ArrayList<>();
    private final BenchClock clock;
    private int done;
    private int planned;

    Bench(BenchOptions options, Samples samples, PrintStream out) {
        this.options = options;
        this.samples = samples;
        this.out = out;
        clock = new BenchClock(options.budget());
    }

    /** Measures what is not measured yet, until all is done or the time is up. */
    void measure() throws IOException {
        List<List<Job>> rounds = new ArrayList<>();
        for (int round = 1; round <= options.runs(); round++) {
            List<Job> jobs =
                    round(round).stream().filter(job -> !samples.has(job)).toList();
            rounds.add(jobs);
            planned += jobs.size();
            jobs.forEach(job -> clock.expect(estimate(job)));
        }
        try {
            for (int i = 0; i < options.parallel(); i++) {
                labs.add(Lab.build());
            }
            for (List<Job> jobs : rounds) {
                run(jobs);
            }
        } finally {
            labs.forEach(Lab::close);
        }
        samples.fact("load after", TestMachine.now().loadAverage());
    }

    /** Everything once, the rivals one after the other, another one first each time. */
    private List<Job> round(int round) {
        List<Job> jobs = new ArrayList<>();
        for (Duration interval : options.intervals()) {
            for (Ordeal ordeal : options.ordeals()) {
                for (int i = 1; i <= ordeal.weight(); i++) {
                    int run = (round - 1) * ordeal.weight() + i;
                    for (int turn = 0; turn < options.rivals().size(); turn++) {
                        Rival rival = options.rivals()
                                .get((turn + run) % options.rivals().size());
                        if (rival.can(interval) && ordeal.isFor(rival)) {
                            jobs.add(new Job(rival, ordeal, interval, run));
                        }
                    }
                }
            }
        }
        return jobs;
    }

    /** First those that may share the machine, side by side, then the others, each alone. */
    private void run(List<Job> jobs) {
        List<Job> ofLongIntervals = new ArrayList<>();
        List<Job> shareable = new ArrayList<>();
        List<Job> alone = new ArrayList<>();
        for (Job job : jobs) {
            boolean slow = job.interval().compareTo(Duration.ofSeconds(1)) >= 0;
            List<Job> kind = slow ? ofLongIntervals : shareable;
            (job.ordeal().shareable(job.interval()) ? kind : alone).add(job);
        }
        sideBySide(ofLongIntervals, labs.size());
        sideBySide(shareable, Math.min(MOST_AT_SHORT_INTERVALS, labs.size()));
        // Costs last: they are the least missed when the time is up.
        alone.sort(Comparator.comparing(job -> job.ordeal() == Ordeal.IDLE));
        sideBySide(alone, 1);
    }

    private void sideBySide(List<Job> jobs, int width) {
        Queue<Job> queue = new ConcurrentLinkedQueue<>(jobs);
        List<Thread> crew = new ArrayList<>();
        for (Lab lab : labs.subList(0, width)) {
            Thread thread = new Thread(() -> work(lab, queue), "bench");
            thread.start();
            crew.add(thread);
        }
        try {
            for (Thread thread : crew) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", interrupted);
        }
    }

    private void work(Lab lab, Queue<Job> queue) {
        for (Job job = queue.poll(); job != null && !clock.isUp(); job = queue.poll()) {
            Sample sample = sample(lab, job);
            clock.spent(estimate(job));
            try {
                samples.add(sample);
            } catch (IOException failure) {
                throw new LabException(failure.toString(), failure);
            }
            say(sample);
        }
    }

    private Sample sample(Lab lab, Job job) {
        lab.enter(contender(job));
        lab.hosts().forEach(LabHost::forgetLog);
        Map<Measurand, Double> values = new EnumMap<>(Measurand.class);
        values.put(Measurand.LOAD, Double.parseDouble(TestMachine.now().loadAverage()));
        String failure = "";
        try {
            if (job.ordeal().trouble().isPresent()) {
                failure = inflict(lab, job, values);
            } else if (job.ordeal().service().isPresent()) {
                values.putAll(new ServiceTrial(lab, job.interval(), options.flapping())
                        .run(job.ordeal().service().orElseThrow(), phase(job), job.rival() == Rival.OURS));
            } else {
                values.putAll(new Idle(lab, job.interval()).run(job.rival() == Rival.OURS));
            }
        } catch (LabException failed) {
            failure = failed.getMessage().lines().findFirst().orElse("failed");
        }
        return new Sample(job, values, failure);
    }

    private Contender contender(Job job) {
        return job.ordeal()
                .service()
                .flatMap(service -> job.rival().contender(options.jar(), service.check()))
                .orElseGet(() -> job.rival().contender(options.jar()));
    }

    /**
     * Where in the interval of a check the service is hit: the same for everybody in a run, and from run to run so that all runs
     * together cover the interval evenly. What begins with it is chance.
     */
    private double phase(Job job) {
        return (firstPhase + job.run() * GOLDEN_RATIO) % 1;
    }

    /** What did not end well although it ended; empty: nothing. */
    private String inflict(Lab lab, Job job, Map<Measurand, Double> values) {
        Outcome outcome = new Trial(lab, List.of(Family.IPV4), job.interval(), options.lossLength())
                .bearing(PATIENCE)
                .run(job.ordeal().trouble().orElseThrow());
        for (Measurand measurand : job.ordeal().measurands()) {
            measurand
                    .figure()
                    .ifPresent(figure -> values.put(measurand, measurand.of(outcome.value(Family.IPV4, figure))));
        }
        return String.join("; ", outcome.wrongNeighbours());
    }

    private Duration estimate(Job job) {
        Duration one = job.ordeal().estimate(job.interval(), options.lossLength(), options.flapping());
        if (!job.ordeal().shareable(job.interval())) {
            return one;
        }
        boolean slow = job.interval().compareTo(Duration.ofSeconds(1)) >= 0;
        return one.dividedBy(slow ? options.parallel() : Math.min(MOST_AT_SHORT_INTERVALS, options.parallel()));
    }

    private synchronized void say(Sample sample) {
        done++;
        Job job = sample.job();
        StringBuilder said = new StringBuilder();
        for (Measurand measurand : job.ordeal().measurands()) {
            Double value = sample.values().get(measurand);
            if (value != null) {
                said.append(said.isEmpty() ? "" : ", ")
                        .append(measurand)
                        .append(' ')
                        .append(Measurand.text(value))
                        .append(measurand.unit().isEmpty() ? "" : " " + measurand.unit());
            }
        }
        out.printf(
                "[%d/%d, %s left] %s: %s%n",
                done, planned, clock.left(), job, sample.failure().isEmpty() ? said : "FAILED: " + sample.failure());
    }
}
