/**
 * What GraalVM's native-image must be told about the JDBC driver: replacements of the driver's
 * methods that name classes which its jar does not contain. Everything else is in
 * META-INF/native-image (docs/native.md).
 *
 * <p>Invariant: nothing here is used on a JVM, and nothing here names a class of the driver other
 * than as text, so that it compiles and builds without the driver.
 */
package io.datareplicator.nativeimage;
