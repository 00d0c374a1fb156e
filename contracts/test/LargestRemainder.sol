// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @dev What a campaign that allots pro rata must come to, counted in the plainest way: all rounded down, and then a unit to
/// the largest remainder that has none yet, ties by address, for as long as there are units.
library LargestRemainder {
    /// @dev Units of each, and where the larger remainders end: `rest` of `last` is the last one with a unit more.
    function cut(address[] memory doors, uint256[] memory asked, uint256 maximum)
        internal
        pure
        returns (uint256[] memory got, uint64 rest, address last)
    {
        uint256 demand;
        for (uint256 i; i < doors.length; ++i) {
            demand += asked[i];
        }
        got = new uint256[](doors.length);
        uint256 left = maximum;
        for (uint256 i; i < doors.length; ++i) {
            got[i] = asked[i] * maximum / demand;
            left -= got[i];
        }
        rest = uint64(demand); // nobody's
        bool[] memory taken = new bool[](doors.length);
        for (; left != 0; --left) {
            uint256 best = _largest(doors, asked, maximum, demand, taken);
            taken[best] = true;
            ++got[best];
            (rest, last) = (uint64(asked[best] * maximum % demand), doors[best]);
        }
    }

    function _largest(address[] memory doors, uint256[] memory asked, uint256 maximum, uint256 demand, bool[] memory taken)
        private
        pure
        returns (uint256 best)
    {
        best = doors.length;
        for (uint256 i; i < doors.length; ++i) {
            if (taken[i]) continue;
            if (best == doors.length) {
                best = i;
                continue;
            }
            (uint256 a, uint256 b) = (asked[i] * maximum % demand, asked[best] * maximum % demand);
            if (a > b || (a == b && doors[i] < doors[best])) best = i;
        }
    }
}
