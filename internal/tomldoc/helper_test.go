package tomldoc

import "math"

var nan = math.NaN()
