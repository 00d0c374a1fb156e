// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {ActType} from "../libraries/Types.sol";
import {MoneyFactory} from "../modules/MoneyFactory.sol";
import {ICeilings} from "./ICeilings.sol";

/// @notice The rules of money (ERC-20), for the supplies of all trustees. Second version: those of the first, and a door may
/// set itself a ceiling.
/// @dev A ceiling guards against one's own mistake and a stolen key: no act takes more than so much money out of the door at
/// once. It comes down at once and goes up after a day. An exit asks no module: what is withdrawn to the bank is not bound.
contract MoneyFactoryV2 is MoneyFactory, ICeilings {
    /// @notice How long a raised ceiling waits, in seconds.
    uint64 public constant WAIT = 1 days;
    /// @dev As large as an amount can be: no ceiling.
    uint256 private constant NONE = type(uint96).max;

    constructor(IMarketMaster master) MoneyFactory(master) {}

    /// @inheritdoc ICeilings
    function setCeiling(uint256 most) external {
        address door = MASTER.entrant();
        if (most == 0 || most > NONE) most = NONE;
        uint256 before = ceilingOf(door);
        uint64 from = uint64(block.timestamp) + (most > before ? WAIT : 0);

        MASTER.write(_key(door), bytes32(uint256(from) << 192 | before << 96 | most));

        emit CeilingSet(door, most, before, from);
    }

    /// @inheritdoc ICeilings
    function ceilingOf(address door) public view returns (uint256) {
        uint256 word = uint256(MASTER.word(NAME, _key(door)));
        if (word == 0) return NONE;
        return uint96(block.timestamp < word >> 192 ? word >> 96 : word);
    }

    function _requireMay(address door, uint256 amount) internal view override {
        uint256 ceiling = ceilingOf(door);
        require(amount <= ceiling, MoneyAboveCeiling(door, amount, ceiling));
    }

    function _key(address door) private pure returns (bytes32) {
        return keccak256(abi.encode("ceiling", door));
    }

    function acts() public pure override returns (ActType[] memory list) {
        list = new ActType[](2);
        list[0] = super.acts()[0];
        list[1] = ActType(
            this.setCeiling.selector, 150_000, 1,
            "SetCeiling(address money,address asset,uint256 most,uint256 ceiling,uint256 nonce,uint256 deadline)"
        );
    }
}
