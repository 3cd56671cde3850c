// One-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom; 1.645 is the limit.
const T95 = [
  6.314, 2.92, 2.353, 2.132, 2.015, 1.943, 1.895, 1.86, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753,
  1.746, 1.74, 1.734, 1.729, 1.725, 1.721, 1.717, 1.714, 1.711, 1.708, 1.706, 1.703, 1.701, 1.699, 1.697,
]

export const studentQuantile95 = (degreesOfFreedom) => T95[Math.min(degreesOfFreedom, T95.length) - 1]
