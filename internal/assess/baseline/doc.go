// Package baseline owns the statistics of before and after: the model of what
// a plant uses at a given output (METHOD §12, 18), how well it fits, what was
// saved against it and how sure that is (§19), and how the difference grew
// month by month (§14).
//
// It works on named columns of numbers and knows no plant, file or unit: all
// amounts are in the unit of the flow that the caller hands in, money in the
// caller's currency, and every share is a fraction (0.05 is 5 %) unless its
// name says Percent. Variances are in that unit squared. A figure that does not
// exist (a correlation of residuals that are all zero) is nil, never NaN or
// infinite, so every result can be written as JSON.
package baseline
