// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice Success fees by slab (rulebook R16), the slabs packed into one figure, and fees of trades (R22).
/// @dev Five slabs of 48 bits, the lowest first: the largest amount in RM 10,000 (24 bits, all ones: no limit), then the rate
/// in parts per million (24 bits).
library Fees {
    uint256 private constant TEN_THOUSAND_RINGGIT = 1_000_000;
    /// @dev All of it, in parts per million: no rate takes more, or a settlement could not pay.
    uint256 private constant ALL = 1_000_000;

    /// @notice The fee in sen on `amount` sen: its slab's rate on the whole amount, rounded down.
    function successFeeDown(uint256 slabs, uint256 amount) internal pure returns (uint256) {
        for (; slabs != 0; slabs >>= 48) {
            uint256 upTo = (slabs >> 24) & 0xffffff;
            if (upTo != 0xffffff && amount > upTo * TEN_THOUSAND_RINGGIT) continue;
            uint256 rate = slabs & 0xffffff;
            return amount * (rate < ALL ? rate : ALL) / ALL;
        }
        return 0;
    }

    /// @notice R22: the fee in sen of one side of an order whose fills amount to `proceeds` sen so far: never more than they
    /// are, at least the least fee, else the rate, rounded down; nothing for nothing. It never grows by more than `proceeds`.
    /// @dev The rate in parts per million (24 bits), above it the least fee in sen (64 bits).
    function tradeFeeDown(uint256 figure, uint256 proceeds) internal pure returns (uint256 fee) {
        uint256 rate = figure & 0xffffff;
        uint256 least = (figure >> 24) & type(uint64).max;
        fee = proceeds * (rate < ALL ? rate : ALL) / ALL;
        if (fee < least) fee = least;
        if (fee > proceeds) fee = proceeds;
    }
}
