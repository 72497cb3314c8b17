package io.datareplicator.backup;

/**
 * A share that objects are put into.
 *
 * @param name share
 * @param create whether it may be created
 * @param createKey setting that allows it, for messages
 * @param add whether objects may be added
 * @param objectType how its members are called in results
 * @param limit most members that the platform allows
 */
record ShareTarget(
    String name, boolean create, String createKey, boolean add, String objectType, int limit) {}
