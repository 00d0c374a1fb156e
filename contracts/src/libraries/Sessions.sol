// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice When orders are taken and matched, how far from the last price, and for how long (rulebook R21), in one figure.
/// @dev From the lowest bit: the band in parts per million, zero for none (24 bits) · order entry, from and to, in minutes of
/// the week, Monday first (14, 14) · the days on which orders are matched, Monday the lowest (7), from and to, in minutes of
/// the day (11, 11) · one when all of it holds on business days only (1) · the longest life of an order in hours, zero for
/// any (14). Kuala Lumpur's clock. A figure of zero never opens.
library Sessions {
    /// @dev Kuala Lumpur is eight hours ahead of the chain's clock, all year.
    uint256 private constant KUALA_LUMPUR = 8 hours;
    uint256 private constant ALL = 1_000_000;

    /// @notice Whether orders are taken at `time`, holidays apart.
    function takesOrders(uint256 figure, uint256 time) internal pure returns (bool) {
        (uint256 weekday, uint256 minute) = _clock(time);
        return _within(weekday * 1440 + minute, (figure >> 24) & 0x3fff, (figure >> 38) & 0x3fff);
    }

    /// @notice Whether orders are matched at `time`, holidays apart.
    function matches(uint256 figure, uint256 time) internal pure returns (bool) {
        (uint256 weekday, uint256 minute) = _clock(time);
        return (figure >> (52 + weekday)) & 1 == 1 && _within(minute, (figure >> 59) & 0x7ff, (figure >> 70) & 0x7ff);
    }

    /// @notice Whether sessions are held on business days only.
    function keepsHolidays(uint256 figure) internal pure returns (bool) {
        return (figure >> 81) & 1 == 1;
    }

    /// @notice The day in Kuala Lumpur, counted from the epoch.
    function dayOf(uint256 time) internal pure returns (uint256) {
        return (time + KUALA_LUMPUR) / 1 days;
    }

    /// @notice The last second until which an order that is made at `time` may run.
    function latestExpiry(uint256 figure, uint256 time) internal pure returns (uint256) {
        uint256 most = (figure >> 82) & 0x3fff;
        return most == 0 ? type(uint32).max : time + most * 1 hours;
    }

    /// @notice Whether `level` is within the band around the level `last`.
    function isInBand(uint256 figure, uint256 level, uint256 last) internal pure returns (bool) {
        uint256 band = figure & 0xffffff;
        uint256 away = level > last ? level - last : last - level;
        return band == 0 || away * ALL <= last * band;
    }

    /// @dev Day 0 of the epoch was a Thursday.
    function _clock(uint256 time) private pure returns (uint256 weekday, uint256 minute) {
        return ((dayOf(time) + 3) % 7, (time + KUALA_LUMPUR) % 1 days / 60);
    }

    function _within(uint256 minute, uint256 from, uint256 to) private pure returns (bool) {
        return from <= minute && minute < to;
    }
}
