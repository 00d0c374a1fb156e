// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IRulebook} from "../interfaces/IRulebook.sol";
import {IAwaits, IMoneyRules} from "../interfaces/IRules.sol";
import {ActType, Link} from "../libraries/Types.sol";
import {Ruled} from "../modules/Ruled.sol";

/// @notice The rules of money (ERC-20), for the supplies of all trustees. Second version: a door may set itself a ceiling.
/// @dev A ceiling guards against one's own mistake and a stolen key: no act takes more than so much money out of the door at
/// once. It comes down at once and goes up after a day. An exit asks no module: what is withdrawn to the bank is not bound.
contract MoneyFactoryV2 is Ruled, IMoneyRules {
    /// @notice Acts of `door` take at most `most` sen each from `from` on, and `before` until then (the largest number: any).
    event CeilingSet(address indexed door, uint256 most, uint256 before, uint64 from);

    /// @notice The instance waits for exactly so much of this money.
    error MoneyNotAwaited(address token, address instance, uint256 got, uint256 wanted);
    /// @notice The investor's operator is not linked with the trustee.
    error MoneyNotLinked(address trustee, address operator);
    /// @notice Door to door only where the rulebook opens it ("money-transfers").
    error MoneyTransfersClosed();
    /// @notice The holder's own ceiling is lower.
    error MoneyAboveCeiling(address door, uint256 amount, uint256 ceiling);

    /// @notice How long a raised ceiling waits, in seconds.
    uint64 public constant WAIT = 1 days;
    bytes32 private constant NAME = "money";
    /// @dev As large as an amount can be: no ceiling.
    uint256 private constant NONE = type(uint96).max;

    constructor(IMarketMaster master) Ruled(master) {}

    /// @notice The acting door's own ceiling, in sen; zero for none.
    function setCeiling(uint256 most) external {
        address door = MASTER.entrant();
        if (most == 0 || most > NONE) most = NONE;
        uint256 before = ceilingOf(door);
        uint64 from = uint64(block.timestamp) + (most > before ? WAIT : 0);

        MASTER.write(_key(door), bytes32(uint256(from) << 192 | before << 96 | most));

        emit CeilingSet(door, most, before, from);
    }

    /// @notice How many sen an act may take out of `door` now; the largest number of 96 bits where it set no ceiling.
    function ceilingOf(address door) public view returns (uint256) {
        uint256 word = uint256(MASTER.word(NAME, _key(door)));
        if (word == 0) return NONE;
        return uint96(block.timestamp < word >> 192 ? word >> 96 : word);
    }

    /// @inheritdoc IMoneyRules
    /// @dev R29: a valid identity at mint. An instance gets exactly what it awaits: a payment that an issuer has declared.
    function checkMint(address token, address to, uint256 amount) external view {
        if (MASTER.templateOf(to) != address(0)) {
            uint256 awaited = IAwaits(to).moneyAwaited(token);
            require(awaited != 0 && amount == awaited, MoneyNotAwaited(token, to, amount, awaited));
            return;
        }
        MASTER.requireActive(to);
        address trustee = MASTER.faceOf(token).trustee;
        address operator = MASTER.participant(to).parent;
        require(MASTER.linkOf(trustee, operator) == Link.Active, MoneyNotLinked(trustee, operator));
    }

    /// @inheritdoc IMoneyRules
    function checkMove(address, address from, address, uint256 amount) external view {
        address rulebook = MASTER.running("rulebook");
        require(IRulebook(rulebook).figure("money-transfers", 0) == 1, MoneyTransfersClosed());
        _requireBelowCeiling(from, amount);
    }

    /// @inheritdoc IMoneyRules
    /// @dev The instance has rules of its own.
    function checkEntry(address, address from, address, uint256 amount) external view {
        _requireBelowCeiling(from, amount);
    }

    function _requireBelowCeiling(address door, uint256 amount) private view {
        uint256 ceiling = ceilingOf(door);
        require(amount <= ceiling, MoneyAboveCeiling(door, amount, ceiling));
    }

    function _key(address door) private pure returns (bytes32) {
        return keccak256(abi.encode("ceiling", door));
    }

    function acts() external pure override returns (ActType[] memory list) {
        list = new ActType[](1);
        list[0] = ActType(
            this.setCeiling.selector, 150_000, 1,
            "SetCeiling(address money,address asset,uint256 most,uint256 ceiling,uint256 nonce,uint256 deadline)"
        );
    }
}
